using Attune.Studies;

namespace Attune.Tests;

public sealed class ClickCheckTests
{
    public static TheoryData<string> Ids => ["file-is-the-table", "unknown-is-unknown", "delong-by-placements"];

    public static TheoryData<string> OfNetworks => ["competition-golden", "competition-shrinks", "competition-gradients", "zeros-at-the-start", "parameters-by-formula", "views-keep-their-inputs", "pairs-by-hand"];

    [Theory, MemberData(nameof(Ids))]
    public void Check_Reduced_Passes(string id) => Passes(id);

    [Theory, MemberData(nameof(OfNetworks))]
    public void CheckOfNetworks_Reduced_Passes(string id)
    {
        Assert.SkipUnless(Neural.Torch.IsAvailable, "Networks of clicks need libtorch.");
        Trainers.Register(typeof(Neural.Sasrec).Assembly);
        Passes(id);
    }

    static void Passes(string id)
    {
        var result = ClickChecks.All.Single(c => c.Id == id).Run(CheckSize.Reduced, FitContext.Default);
        Assert.True(result.Passed, $"{result.Measured} where {result.Allowed} is allowed: {result.Words}");
    }
}
