using Attune.Studies;

namespace Attune.Tests;

public sealed class ScalingCheckTests
{
    public static TheoryData<string> Ids => [.. ScalingCheck.All.Select(c => c.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Check_Reduced_Passes(string id)
    {
        var result = ScalingCheck.All.Single(c => c.Id == id).Run(CheckSize.Reduced, new FitContext { Threads = 2 });
        TestContext.Current.TestOutputHelper!.WriteLine($"{id}: {result.Measured:g4} of {result.Allowed:g4}");
        Assert.True(result.Passed, $"{result.Measured} where {result.Allowed} is allowed: {result.Words}");
    }

    // Events drawn alike keep shares on average only: the check would notice.
    [Fact]
    public void Shares_OfARandomSample_WouldFail() => Assert.True(SampleMeasures.Shares(SampleBy.Random) > 0.002);

    [Fact]
    public void Ids_AreOfTheSystem_AndEachOnce()
    {
        Assert.Same(ScalingCheck.All, SystemChecks.BySystem["S2"]);
        Assert.Distinct(ScalingCheck.All.Select(c => c.Id));
    }
}
