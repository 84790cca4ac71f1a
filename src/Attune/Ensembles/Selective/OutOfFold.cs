using Attune.Numerics;

namespace Attune;

/// <summary>
/// The regression of a stack of rating models: members are fitted without each fold in turn and asked for it, so that no prediction is of a rating that its member has seen. Ridge regression then learns
/// what to add to the plain mean: r − mean ≈ c + Σ_m a(m) r(m), variables centred. Its strength is the one of a grid that is best where the regression is held against the folds it was not made of.
/// </summary>
sealed class OutOfFold(Ensemble ensemble, ITrainer[] members)
{
    // In units of one rating, from hardly any to nothing but the plain mean.
    static readonly double[] s_strengths = [0.1, 1, 10, 100, 1_000, 10_000, 100_000];

    internal EnsembleChoice Learn(Dataset data, FitContext context)
    {
        var folds = new List<FoldSums>();
        foreach (var split in FoldsOf(data))
            if (Asked(split, context) is { } sums) folds.Add(sums);
        if (folds.Count < 2) return EnsembleChoice.Equal(members.Length);
        var all = FoldSums.Of(folds);
        var strength = s_strengths.MinBy(s => folds.Sum(f => f.SquaredError(all.Without(f).Solve(s))));
        var (slopes, constant) = all.Solve(strength);
        return new EnsembleChoice([.. Enumerable.Range(0, members.Length)], [.. slopes.Select(a => (float)(a + 1.0 / members.Length))], (float)constant, [.. Enumerable.Range(0, members.Length).Select(m => (float)all.Rmse(m))]);
    }

    // Data of a few events has no folds that all hold something.
    IReadOnlyList<Split> FoldsOf(Dataset data)
    {
        try
        {
            return Split.Folds(data, ensemble.Folds, ensemble.Seed);
        }
        catch (DataException)
        {
            return [];
        }
    }

    FoldSums? Asked(Split split, FitContext context)
    {
        if (split.Train.Ratings.Count == 0) return null;
        HeldRatings.RequireRoom(ensemble, members, split);
        IReadOnlyList<TestUser>? users = null;
        var rows = new float[members.Length][];
        for (var m = 0; m < members.Length; m++)
        {
            var model = ((ITrainer[])[members[m]]).Fit(split.Train, context, null)[0];
            users ??= InnerMembers.Draw(TestUsers.Of(model, split, false, true, new EvaluationOptions()).Measured, ensemble.Users, ensemble.Seed);
            rows[m] = HeldRatings.Errors(model, users, context);
        }
        return users!.Count == 0 ? null : FoldSums.Of(rows, [.. users.SelectMany(u => u.Ratings)]);
    }
}
