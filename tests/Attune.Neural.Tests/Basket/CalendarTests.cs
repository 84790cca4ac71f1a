using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>What <see cref="Case"/> makes of days that pass, on users it has not seen, and of sets.</summary>
public sealed class CalendarTests : IClassFixture<CollectedModels>
{
    static readonly Case s_trainer = new() { Width = 24, Heads = 2, InducingPoints = 4, Layers = 1, TargetDays = 8, Epochs = 10, LearningRate = 0.003, BatchSize = 64 };
    static readonly Lazy<CalendarSensitivity> s_calendar = new(() => Of(new PlantedCadence { Users = 200 })), s_baskets = new(() => Of(new PlantedCadence { Users = 200, BasketsForDays = true }));

    static CalendarSensitivity Of(PlantedCadence world) => CalendarSensitivity.Of(s_trainer.Fit(world.Build(), new FitContext { Threads = 1 }), world);

    [TorchFact]
    public void Score_AsDaysPass_PeaksAtTheRhythm()
    {
        var found = s_calendar.Value;
        // Jitter of a day either way makes three days equally good.
        Assert.All(found.Curves.Keys, p => Assert.InRange(found.PeakOf(p), p - 2, p + 2));
    }

    [TorchFact]
    public void Score_WhatIsDue_StandsAboveWhatIsNot()
    {
        Assert.True(s_calendar.Value.Pairs > 200);
        Assert.InRange(s_calendar.Value.Auc, 0.9, 1);
        Assert.InRange(s_calendar.Value.Waiting, 0.9, 1);
        Assert.InRange(s_calendar.Value.Moves, 0.9, 1);
    }

    [TorchFact]
    public void Score_ByBasketsInPlaceOfDays_KnowsLess()
    {
        Assert.Equal(0.5, s_baskets.Value.Waiting);
        Assert.True(s_baskets.Value.Auc < s_calendar.Value.Auc - 0.02);
    }

    [TorchFact]
    public void Scores_InAnyOrderAndBesideAnybody_AreTheSame()
    {
        foreach (var options in new[] { new Case(), new Case { InducingPoints = 0 }, new Case { WithoutCadence = true }, new Case { WithoutItems = true } })
        {
            Assert.InRange(SetChecks.OrderError(options), 0, 1e-5);
            Assert.InRange(SetChecks.PaddingError(options), 0, 1e-5);
        }
    }

    [TorchFact]
    public void Times_OfMoreItems_GrowInStep()
    {
        var (points, all) = (SetChecks.Times(new Case(), [64, 1024], 8), SetChecks.Times(new Case { InducingPoints = 0 }, [64, 1024], 8));
        Assert.InRange(points[1024] / points[64], 1, 20);
        Assert.True(all[1024] / all[64] > 1.3 * points[1024] / points[64]);
    }
}
