using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>Click rows parted into training, validation and test rows, before anything is learned of them. Each part can be passed through by itself, whatever the size of the whole.</summary>
/// <param name="Method">How it was parted.</param>
/// <param name="Train">The rows to fit encoder and model on.</param>
/// <param name="Validation">The rows to choose by; none where their share is 0.</param>
/// <param name="Test">The rows to measure on.</param>
public sealed record ClickSplit(string Method, ClickRecords Train, ClickRecords Validation, ClickRecords Test)
{
    /// <summary>At random: each row by itself, from the seed and its number, so that shares hold on average. Default 8:1:1.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="seed">Equal seeds, equal parts.</param>
    /// <param name="validation">Share of validation rows, 0 to 1.</param>
    /// <param name="test">Share of test rows, 0 to 1; both together below 1.</param>
    public static ClickSplit Random(ClickRecords rows, Seed seed, double validation = 0.1, double test = 0.1)
    {
        Check(validation, test);
        var key = seed.Derive("split");
        double Draw(long row) => key.Derive(row).Stream().NextDouble();
        return Of(rows, string.Create(CultureInfo.InvariantCulture, $"random:{validation}:{test}"), row => Draw(row) is var d && d < test ? 2 : d < test + validation ? 1 : 0);
    }

    /// <summary>By time: the newest rows are for the test, those before them for validation. Rows of one time stay together. Holds 8 bytes a row in memory.</summary>
    /// <param name="rows">All rows; those whose label or time cannot be read are bad rows.</param>
    /// <param name="schema">Says which column is the time; null is the source's own.</param>
    /// <param name="validation">Share of validation rows, 0 to 1.</param>
    /// <param name="test">Share of test rows, 0 to 1; both together below 1.</param>
    /// <param name="cancel">Ends the pass over the times.</param>
    /// <exception cref="DataException">There is no time, or all rows that training needs are of the same one.</exception>
    public static ClickSplit ByTime(ClickRecords rows, ClickSchema? schema = null, double validation = 0.1, double test = 0.1, CancellationToken cancel = default)
    {
        Check(validation, test);
        schema ??= rows.Schema;
        if (schema.Time is null) throw new DataException($"{rows.Name} has no column with times in its schema, so rows cannot be parted by time. Name it (time=hour), or part at random.");
        var head = new ClickHead(rows, schema);
        var times = new List<long>();
        foreach (var row in rows.Read(cancel))
        {
            var reason = head.Read(row);
            if (reason is not null) rows.Bad(row, reason);
            times.Add(reason is null ? head.Time : long.MinValue);
        }
        long[] sorted = [.. times.Where(t => t != long.MinValue).Order()];
        var (first, second) = (At(1 - validation - test), At(1 - test));
        if (sorted.Length == 0 || first <= sorted[0]) throw new DataException($"{rows.Name}: no time parts the rows as asked for, because too many are of the same. Ask for smaller parts, or part at random.");
        return Of(rows, string.Create(CultureInfo.InvariantCulture, $"time:{validation}:{test}"), row => times[(int)row] is var t && t >= second ? 2 : t >= first ? 1 : 0);

        long At(double share) => sorted.Length == 0 || share >= 1 ? long.MaxValue : sorted[(int)(share * sorted.Length)];
    }

    static ClickSplit Of(ClickRecords rows, string method, Func<long, int> part) =>
        new(method, new PartClicks(rows, r => part(r) == 0), new PartClicks(rows, r => part(r) == 1), new PartClicks(rows, r => part(r) == 2));

    static void Check(double validation, double test)
    {
        if (!(validation >= 0 && test >= 0 && validation + test < 1)) throw new ArgumentException($"The shares {validation} for validation and {test} for the test must be at least 0 and together below 1.");
    }
}
