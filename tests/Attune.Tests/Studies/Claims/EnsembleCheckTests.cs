using Attune.Studies;

namespace Attune.Tests;

public sealed class EnsembleCheckTests
{
    public static TheoryData<string> Ids => [.. EnsembleCheck.All.Select(c => c.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Check_Reduced_Passes(string id)
    {
        var result = EnsembleCheck.All.Single(c => c.Id == id).Run(CheckSize.Reduced, new FitContext { Threads = 2 });
        TestContext.Current.TestOutputHelper!.WriteLine($"{id}: {result.Measured:g6} of {result.Allowed:g6}");
        Assert.True(result.Passed, $"{result.Measured} where {result.Allowed} is allowed: {result.Words}");
    }

    // The sizes that verify --full runs: 70,000 users and 11,000 items. Minutes: run on purpose.
    [Fact(Explicit = true)]
    public void ListsStayInMemory_Full_Passes()
    {
        var result = EnsembleCheck.All.Single(c => c.Id == "lists-stay-in-memory").Run(CheckSize.Full, FitContext.Default);
        TestContext.Current.TestOutputHelper!.WriteLine($"{result.Measured:N0} of {result.Allowed:N0}");
        Assert.True(result.Passed, $"{result.Measured:N0} where {result.Allowed:N0} is allowed");
    }
}
