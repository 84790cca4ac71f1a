using Attune.Numerics;

namespace Attune.Neural.Tests;

/// <summary>Click rows with a known law: whether a user's group and an item's are the same says how likely a click is; a number and several labels say a little more, and a field of noise nothing.</summary>
static class ClickWorld
{
    internal const int Users = 30, Items = 24;

    /// <summary>Fields of every kind.</summary>
    internal static ClickFields Fields() => new(
    [
        new("user", ClickFieldKind.Categorical, ClickFieldRole.UserId, 0, Users + 1, 0, 1),
        new("item", ClickFieldKind.Categorical, ClickFieldRole.ItemId, Users + 1, Items + 1, 1, 1),
        new("hour", ClickFieldKind.Numeric, ClickFieldRole.Context, Users + Items + 2, 2, 2, 1),
        new("genres", ClickFieldKind.MultiValued, ClickFieldRole.Item, Users + Items + 4, 6, 3, 3),
        new("noise", ClickFieldKind.Categorical, ClickFieldRole.Context, Users + Items + 10, 11, 6, 1),
    ]);

    internal static ClickTable Table(int rows, int seed = 1, bool weighted = false)
    {
        var fields = Fields();
        var (codes, values, labels) = (new int[rows * fields.Columns], new float[rows * fields.Columns], new float[rows]);
        var stream = ((Seed)seed).Derive("clicks").Stream();
        for (var n = 0; n < rows; n++)
        {
            var (user, item, hour, genres) = (stream.NextInt(Users), stream.NextInt(Items), (float)stream.NextGaussian(), stream.NextInt(3) + 1);
            var own = codes.AsSpan(n * fields.Columns, fields.Columns);
            var weights = values.AsSpan(n * fields.Columns, fields.Columns);
            (own[0], own[1], own[2], own[6]) = (1 + user, Users + 2 + item, Users + Items + 3, Users + Items + 11 + stream.NextInt(10));
            (weights[0], weights[1], weights[2], weights[6]) = (1, 1, hour, 1);
            for (var g = 0; g < 3; g++) (own[3 + g], weights[3 + g]) = g < genres ? (Users + Items + 5 + (item + g) % 5, 1f / genres) : (Users + Items + 4, 0);
            var logit = (user % 3 == item % 3 ? 2.5 : -1.5) + 0.7 * hour;
            labels[n] = stream.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
        }
        return ClickTable.Of(fields, new ClickRows(fields.Columns, codes, values, labels, weighted ? [.. Enumerable.Range(0, rows).Select(n => 0.5f + n % 3)] : null));
    }

    /// <summary>Rows of fields of one label each.</summary>
    internal static ClickTable Labels(int rows, int fields, int size, int seed = 1)
    {
        var shape = new ClickFields([.. Enumerable.Range(0, fields).Select(f => new ClickField($"f{f}", ClickFieldKind.Categorical, ClickFieldRole.Context, f * size, size, f, 1))]);
        var stream = ((Seed)seed).Stream();
        int[] codes = [.. Enumerable.Range(0, rows * fields).Select(p => p % fields * size + stream.NextInt(size))];
        return ClickTable.Of(shape, new ClickRows(fields, codes, null, [.. Enumerable.Range(0, rows).Select(n => (float)((codes[n * fields] + codes[n * fields + 1]) % 2))], null));
    }

    /// <summary>Everything that a model has learned.</summary>
    internal static float[] NumbersOf(IRecommender model)
    {
        var weights = new Weights();
        model.Export(weights);
        return [.. weights.Floats.OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => f.Value.Values)];
    }

    internal static float[] Predicted(IClickModel model, ClickTable table)
    {
        var probabilities = new float[table.Rows.Count];
        model.Predict(table.Rows, probabilities);
        return probabilities;
    }

    /// <summary>The share of pairs of a click and a row without one that the model puts in order.</summary>
    internal static double Auc(IClickModel model, ClickTable table)
    {
        var scored = Predicted(model, table).Zip(table.Rows.Labels).ToArray();
        var (wins, pairs) = (0.0, 0.0);
        foreach (var yes in scored.Where(s => s.Second > 0))
            foreach (var no in scored.Where(s => s.Second == 0)) (wins, pairs) = (wins + (yes.First > no.First ? 1 : yes.First == no.First ? 0.5 : 0), pairs + 1);
        return wins / pairs;
    }
}
