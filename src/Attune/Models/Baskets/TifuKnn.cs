using System.ComponentModel.DataAnnotations;

namespace Attune;

/// <summary>
/// Item frequencies that fade, the user's own and those of the nearest users: score(u, i) = Alpha · v_u(i) + (1 − Alpha) · mean over the Neighbors users nearest to v_u (Euclidean) of v(i). A vector v adds up the user's baskets (days of
/// purchase), parted into Groups, the newest first: basket j (from 0, the newest of its group) of group g (from 0, the newest) weighs WithinDecay^j / |g| · GroupDecay^g / (number of groups).
/// With GroupDays the calendar decides: group g holds the baskets of the days g · GroupDays to (g + 1) · GroupDays − 1 before the day asked for, j is the days within the group (with LogDays the logarithm of one more), and only
/// groups with baskets count.
/// Shapes: v users × items twice, by user and by item, made again from the stored sequences when a saved model is opened. Hu, He, Gao and Zhang, "Modeling personalized item frequency information for
/// next-basket recommendation", SIGIR 2020; the calendar after Naumov, Ananyeva, Lashinin, Kolesnikov and Ignatov, "Time-dependent next-basket recommendations", ECIR 2023. Where groups cannot be of equal size the newer ones have one basket more.
/// Deviation: training users stand as of the day after their last basket. Published settings (Neighbors, WithinDecay, GroupDecay, Alpha, Groups): Instacart 900, .9, .7, .9, 3; Ta-Feng 300, .9, .7, .7, 7; Dunnhumby 900, .9, .6, .2, 3.
/// The user is no neighbour of his own. Time for a list: the users of the history's items, and one comparison for each user. Deterministic, on any number of threads.
/// </summary>
public sealed record TifuKnn : ITrainer
{
    /// <summary>How many nearest users speak. Default 300.</summary>
    [Range(1, 100_000)]
    [Search(100, 1300, Log = true)]
    public int Neighbors { get; init; } = 300;

    /// <summary>What a basket counts against the one after it in its group, 0 to 1. Default 0.9.</summary>
    [Range(0, 1.0)]
    [Search(0.1, 1)]
    public double WithinDecay { get; init; } = 0.9;

    /// <summary>What a group counts against the one after it, 0 to 1. Default 0.7.</summary>
    [Range(0, 1.0)]
    [Search(0.1, 1)]
    public double GroupDecay { get; init; } = 0.7;

    /// <summary>How much the user's own vector counts: 0 the neighbours alone, 1 the user alone. Default 0.7.</summary>
    [Range(0, 1.0)]
    [Search(0, 1)]
    public double Alpha { get; init; } = 0.7;

    /// <summary>Into how many groups a history is parted; not read where GroupDays is above 0. Default 7.</summary>
    [Range(1, 1000)]
    [Search(2, 23)]
    public int Groups { get; init; } = 7;

    /// <summary>Days of a group of the calendar; 0 = groups of baskets. Default 0.</summary>
    [Range(0, 36_525)]
    public int GroupDays { get; init; }

    /// <summary>Whether days within a group of the calendar fade by their logarithm. Default true.</summary>
    public bool LogDays { get; init; } = true;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History | QueryParts.Time;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("adding up baskets", 0, data.Users.Count);
        var catalog = RepurchaseModel.CatalogOf(data, this);
        var model = Model(catalog, BasketVectors.Of(catalog, ValuesOf, context));
        context.Report("adding up baskets", data.Users.Count, data.Users.Count);
        return model;
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => Model(catalog, BasketVectors.Of(catalog, ValuesOf));

    float[] ValuesOf(PurchaseHistory history) => BasketVectors.Values(history, GroupDays > 0 ? OfDays : OfBaskets);

    // The weights of the baskets, the newest first.
    double[] OfBaskets(int[] days)
    {
        var weights = new double[days.Length];
        var groups = Math.Min(Groups, days.Length);
        for (var (g, at) = (0, 0); g < groups; g++)
        {
            var size = days.Length / groups + (g < days.Length % groups ? 1 : 0);
            for (var j = 0; j < size; j++) weights[at++] = Math.Pow(WithinDecay, j) / size * Math.Pow(GroupDecay, g) / groups;
        }
        return weights;
    }

    double[] OfDays(int[] days)
    {
        var groups = days.GroupBy(d => (d - 1) / GroupDays).ToDictionary(g => g.Key, g => g.Count());
        return Array.ConvertAll(days, d =>
        {
            var (group, within) = Math.DivRem(d - 1, GroupDays);
            return Math.Pow(WithinDecay, LogDays ? Math.Log(1 + within) : within) / groups[group] * Math.Pow(GroupDecay, group) / groups.Count;
        });
    }

    IRecommender Model(Catalog catalog, BasketVectors vectors) => BasketNeighbors.Of(this, catalog, ValuesOf, (user, items, values, scores, room) =>
    {
        vectors.Products(items, values, room);
        // The nearest has the least |v|² − 2 u·v: |u|² is the same for all.
        for (var v = 0; v < room.Length; v++) room[v] = v == user || vectors.Squares[v] == 0 ? float.NaN : 2 * room[v] - vectors.Squares[v];
        var nearest = BasketNeighbors.Best(room, Neighbors);
        foreach (var v in nearest) vectors.AddRow(v, (float)((1 - Alpha) / nearest.Length), scores);
        for (var i = 0; i < values.Length; i++) scores[items[i]] += (float)Alpha * values[i];
    });
}
