using Attune.Neural;
using Attune.Studies;

namespace Attune.Tests;

public sealed class GradientCheckTests
{
    public static TheoryData<string> Ids => [.. GradientCheck.All.Select(c => c.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Check_Reduced_Passes(string id)
    {
        Assert.SkipWhen(Torch.Missing is not null, Torch.Missing ?? "");
        var result = GradientCheck.All.Single(c => c.Id == id).Run(CheckSize.Reduced, new FitContext { Threads = 2 });
        TestContext.Current.TestOutputHelper!.WriteLine($"{id}: {result.Measured:g4} of {result.Allowed:g4}");
        Assert.True(result.Passed, $"{result.Measured} where {result.Allowed} is allowed: {result.Words}");
    }

    // A network that has learned nothing is surprised by everybody alike: the check would notice.
    [Fact]
    public void Enrichment_OfAnUntrainedNetwork_WouldFail()
    {
        Assert.SkipWhen(Torch.Missing is not null, Torch.Missing ?? "");
        Assert.InRange(PlantedMeasures.Enrichment(["gradient-parameters"], 2, new FitContext { Threads = 2 }, trained: false)[0], 0, 2);
    }

    [Fact]
    public void Ids_AreOfTheSystem_AndEachOnce()
    {
        Assert.Subset(SystemChecks.BySystem["S1"].ToHashSet(), GradientCheck.All.ToHashSet());
        Assert.Distinct(GradientCheck.All.Select(c => c.Id));
    }
}
