using Attune.Studies;

namespace Attune.Tests;

public sealed class BasketCheckTests
{
    // What trains networks, or needs libtorch, is run by attune verify s6 and by the tests of networks.
    public static TheoryData<string> Ids => ["calendar-is-read", "protocol-by-hand", "decay-by-hand"];

    [Theory, MemberData(nameof(Ids))]
    public void Check_Reduced_Passes(string id)
    {
        var result = BasketChecks.All.Single(c => c.Id == id).Run(CheckSize.Reduced, FitContext.Default);
        Assert.True(result.Passed, $"{result.Measured} where {result.Allowed} is allowed: {result.Words}");
    }
}
