using Attune.Neural;
using Attune.Studies;

namespace Attune.Tests;

public sealed class SmallBatchCheckTests
{
    public static TheoryData<string> Ids => [.. SmallBatchCheck.All.Select(c => c.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Check_Reduced_Passes(string id)
    {
        Assert.SkipWhen(Torch.Missing is not null, Torch.Missing ?? "");
        var result = SmallBatchCheck.All.Single(c => c.Id == id).Run(CheckSize.Reduced, new FitContext { Threads = 2 });
        TestContext.Current.TestOutputHelper!.WriteLine($"{id}: {result.Measured:g4} of {result.Allowed:g4}");
        Assert.True(result.Passed, $"{result.Measured} where {result.Allowed} is allowed: {result.Words}");
    }

    // Simulated once more by another program: medians of 4,000 trajectories 0.0333 and 0.0023, 0.0041 and 0.0036.
    [Theory]
    [InlineData(5, 10, 0.09, 0, 0.0333)]
    [InlineData(5, 10, 0.12, 0.4, 0.0023)]
    [InlineData(0.3, 100, 0.012, 0, 0.0041)]
    [InlineData(0.3, 100, 0.012, 0.4, 0.0036)]
    public void ToyProblem_Median_IsTheOneOfAnIndependentSimulation(double signal, int steps, double rate, double momentum, double expected) =>
        Assert.InRange(new ToyProblem(signal, steps, 11).MedianLoss(4000, rate, momentum), expected * 0.85, expected * 1.15);

    // Rows whose memory does not fade are no table that is moved as a whole: the check would notice.
    [Fact]
    public void LazyDecay_WithoutFading_WouldFail()
    {
        Assert.SkipWhen(Torch.Missing is not null, Torch.Missing ?? "");
        Assert.True(OptimizerMeasures.LazyDecayAgainstDense(200, TableUpdates.Lazy) > 1e-3);
    }

    // To nearest no weight moves.
    [Fact]
    public void Rounding_ToNearest_WouldFail()
    {
        Assert.SkipWhen(Torch.Missing is not null, Torch.Missing ?? "");
        Assert.Equal(0.01, OptimizerMeasures.RoundedMean(WeightRounding.Nearest), 1e-9);
    }

    [Fact]
    public void Ids_AreOfTheSystem_AndEachOnce()
    {
        Assert.Same(SmallBatchCheck.All, SystemChecks.BySystem["S11"]);
        Assert.Distinct(SmallBatchCheck.All.Select(c => c.Id));
    }
}
