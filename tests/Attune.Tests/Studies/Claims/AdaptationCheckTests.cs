using Attune.Studies;

namespace Attune.Tests;

public sealed class AdaptationCheckTests
{
    // No test gates on seconds.
    public static TheoryData<string> Ids => [.. AdaptationCheck.All.Select(c => c.Id).Where(id => id != "selection-time")];

    [Theory, MemberData(nameof(Ids))]
    public void Check_Reduced_Passes(string id) => Passes(id, CheckSize.Reduced);

    [Theory(Explicit = true), InlineData("selection-time")]
    public void Check_OfTime_Passes(string id) => Passes(id, CheckSize.Reduced);

    [Theory(Explicit = true), MemberData(nameof(Ids))]
    public void Check_Full_Passes(string id) => Passes(id, CheckSize.Full);

    [Fact]
    public void Ids_AreEachOnce() => Assert.Distinct(AdaptationCheck.All.Select(c => c.Id));

    static void Passes(string id, CheckSize size)
    {
        var result = AdaptationCheck.All.Single(c => c.Id == id).Run(size, new FitContext { Threads = 2 });
        TestContext.Current.TestOutputHelper!.WriteLine($"{id}: {result.Measured:g4} of {result.Allowed:g4}");
        Assert.True(result.Passed, $"{result.Measured} where {result.Allowed} is allowed: {result.Words}");
    }
}
