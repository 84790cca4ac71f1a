namespace Attune.Neural;

/// <summary>What a model makes of the days that pass, on users of a <see cref="PlantedCadence"/> that it has not seen.</summary>
/// <param name="Curves">For each rhythm the mean score of an item 1, 2, 3 … days after its last purchase, if it is not bought again, while the user's other items go on.</param>
/// <param name="Auc">The share of pairs of items of one user on one day, one due (its rhythm's days ago, give or take the jitter) and one bought later than that, in which the due one scores higher.</param>
/// <param name="Pairs">How many pairs.</param>
/// <param name="Waiting">The same of pairs of days of one item while nothing is bought at all and only the day asked for moves: 0.5 for whoever counts baskets.</param>
/// <param name="Moves">The share of users whose list a week later, with the same purchases, has another order.</param>
sealed record CalendarSensitivity(IReadOnlyDictionary<int, double[]> Curves, double Auc, long Pairs, double Waiting, double Moves)
{
    /// <summary>A network that learns the rhythms of such a shop within seconds.</summary>
    internal static Case Small => new() { Width = 24, Heads = 2, InducingPoints = 4, Layers = 1, TargetDays = 8, Epochs = 20, LearningRate = 0.004, BatchSize = 32 };

    /// <summary>The day after the last purchase at which a rhythm's items score highest, before it is nearer to their next turn; 1 is the day after it.</summary>
    internal int PeakOf(int period)
    {
        var turn = Curves[period].Take(period * 3 / 2).ToArray();
        return Array.IndexOf(turn, turn.Max()) + 1;
    }

    /// <summary>Asks a model.</summary>
    /// <param name="model">Fitted on the world's data.</param>
    /// <param name="world">The shop.</param>
    /// <param name="users">How many users that are not in the data.</param>
    /// <param name="longest">Days of the curves.</param>
    internal static CalendarSensitivity Of(IRecommender model, PlantedCadence world, int users = 16, int longest = 42)
    {
        var curves = world.Periods.ToDictionary(p => p, _ => (Sums: new double[longest], Counts: new int[longest]));
        var (won, pairs, moved, waited, waits) = (0.0, 0L, 0, 0.0, 0L);
        for (var u = world.Users; u < world.Users + users; u++)
        {
            var rhythms = world.RhythmsOf(u);
            for (var n = 0; n < rhythms.Length; n++) Follow(model, world, rhythms, n, curves[rhythms[n].Period]);
            for (var day = world.Days - 40; day < world.Days; day += 5) Compare(model, world, rhythms, day, ref won, ref pairs);
            var query = world.Ask(model, rhythms, world.Days);
            Wait(model, world, rhythms, query, ref waited, ref waits);
            if (!TopN.For(model, query, 99).Items.Select(i => i.Item).SequenceEqual(TopN.For(model, query with { At = query.At!.Value.AddDays(7) }, 99).Items.Select(i => i.Item))) moved++;
        }
        return new(curves.ToDictionary(c => c.Key, c => c.Value.Sums.Zip(c.Value.Counts, (s, n) => s / n).ToArray()), won / pairs, pairs, waited / waits, moved / (double)users);
    }

    static void Follow(IRecommender model, PlantedCadence world, (int Item, int Period, int[] Days)[] rhythms, int n, (double[] Sums, int[] Counts) curve)
    {
        var last = rhythms[n].Days.Last(d => d < world.Days - 30);
        var score = new float[1];
        for (var d = 1; d <= curve.Sums.Length; d++)
        {
            model.Score(world.Ask(model, rhythms, last + d, n, last), [model.Catalog.Items.IndexOf($"item {rhythms[n].Item}")], score);
            curve.Sums[d - 1] += score[0];
            curve.Counts[d - 1]++;
        }
    }

    static void Wait(IRecommender model, PlantedCadence world, (int Item, int Period, int[] Days)[] rhythms, Query query, ref double won, ref long pairs)
    {
        int[] items = [.. rhythms.Select(r => model.Catalog.Items.IndexOf($"item {r.Item}"))];
        float[][] scores = [.. Enumerable.Range(0, world.Periods.Max()).Select(_ => new float[items.Length])];
        for (var d = 0; d < scores.Length; d++) model.Score(world.BasketsForDays ? query : query with { At = query.At!.Value.AddDays(d) }, items, scores[d]);
        for (var n = 0; n < rhythms.Length; n++)
        {
            var (period, last) = (rhythms[n].Period, rhythms[n].Days.Last(d => d < world.Days));
            for (var a = 0; a < scores.Length; a++)
                for (var b = 0; b < scores.Length; b++)
                {
                    if (Math.Abs(world.Days + a - last - period) > world.Jitter || world.Days + b - last >= period - world.Jitter) continue;
                    pairs++;
                    won += scores[a][n] > scores[b][n] ? 1 : scores[a][n] == scores[b][n] ? 0.5 : 0;
                }
        }
    }

    static void Compare(IRecommender model, PlantedCadence world, (int Item, int Period, int[] Days)[] rhythms, int day, ref double won, ref long pairs)
    {
        var scores = new float[rhythms.Length];
        model.Score(world.Ask(model, rhythms, day), [.. rhythms.Select(r => model.Catalog.Items.IndexOf($"item {r.Item}"))], scores);
        int[] elapsed = [.. rhythms.Select(r => day - r.Days.Last(d => d < day))];
        for (var a = 0; a < rhythms.Length; a++)
            for (var b = 0; b < rhythms.Length; b++)
            {
                if (Math.Abs(elapsed[a] - rhythms[a].Period) > world.Jitter || elapsed[b] >= rhythms[b].Period - world.Jitter) continue;
                pairs++;
                won += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
            }
    }
}
