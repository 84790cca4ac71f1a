using Microsoft.Extensions.DependencyInjection;

namespace Attune.Tests;

public sealed class ListRoutesTests
{
    [Fact]
    public async Task Get_OfUnknownUser_AnswersWithPopularItems()
    {
        await using var site = await Site.StartAsync();
        Assert.Equal(200, (await site.GetAsync("/attune/v1/placements/home/recommendations?user=nobody")).Status);
    }
}
