using Attune.Studies;

namespace Attune.Tests;

public sealed class EnsemblePlanTests
{
    [Theory, InlineData(true, 8, 6), InlineData(false, 8, 6)]
    public void In_Usual_IsAStudyOfMembersTunedMembersAndEnsemblesOfThese(bool rates, int singles, int ensembles)
    {
        using var folder = new TemporaryFolder();
        var study = EnsemblePlan.Of(folder.At("events.csv"), rates, null, null).In(folder.At("worth"));
        Assert.Equal(singles + ensembles, study.Spec.Models.Count);
        Assert.Equal(3 * (singles + ensembles), study.Cells.Count);
        Assert.All(study.Spec.Models.Skip(singles), m => Assert.Equal(4, m.Members.Count));
        Assert.All(study.Spec.Models.Where(m => m.Label.StartsWith("tuned-", StringComparison.Ordinal)), m => Assert.NotNull(m.Tune));
        // A tenth is tested, a tenth of all watched.
        Assert.Equal(rates ? ("random:0.1", "random:0.1111", "rmse") : ("user-random:0.1", "user-random:0.1111", "ndcg@10"), (study.Spec.Data[0].Split, study.Spec.Data[0].Validation, study.Metrics[0].Name));
    }

    [Fact]
    public void In_SameFolderAgain_GoesOnOrSaysThatItIsAnother()
    {
        using var folder = new TemporaryFolder();
        var plan = EnsemblePlan.Of(folder.At("events.csv"), false, null, ["top"]);
        Assert.Equal(plan.In(folder.At("worth")).Cells, plan.In(folder.At("worth")).Cells);
        Assert.Contains("is another study than this plan makes", Assert.Throws<ArgumentException>(() => (plan with { TopK = 2 }).In(folder.At("worth"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "svd", null, "needs two or more")]
    [InlineData(true, "svd,als", null, "als ranks by preferences, and the task is ratings")]
    [InlineData(false, "svd,als", null, "svd predicts ratings, and the task is lists")]
    [InlineData(false, "ease,als", "stacked", "no strategy 'stacked' for lists")]
    [InlineData(false, "ease,ease", null, "names 'ease' twice")]
    public void Of_WrongWords_SayWhatIsRight(bool rates, string members, string? strategies, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => EnsemblePlan.Of("/events.csv", rates, members.Split(','), strategies?.Split(','))).Message, StringComparison.Ordinal);
}
