using Attune.Tests;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attune.Serving.Tests;

public sealed class ListsHealthTests
{
    [Fact]
    public async Task Check_BeforeTheItemsAreRead_IsUnhealthy_AndHealthyAfter()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var (time, context) = (new ManualTime(), new HealthCheckContext());
        var health = new ListsHealth(world.Server, time);
        var early = health.CheckHealthAsync(context, TestContext.Current.CancellationToken);
        Assert.False(early.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((HealthStatus.Unhealthy, "The items are being read."), ((await early).Status, (await early).Description));
        Assert.True(await world.Server.WarmAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(context, TestContext.Current.CancellationToken)).Status);
    }
}
