using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Deals all pairs of who has what, each once per epoch, and draws items against them, all equally likely but for those that the user has. A target is a pair. What comes in a step follows from the seed,
/// the epoch and the step.
/// </summary>
sealed class PairBatches
{
    readonly CsrMatrix _preferences;
    readonly int[] _users;
    readonly int[][] _own;
    readonly Deal _deal;
    readonly NegativeSampler _sampler;
    readonly int _drawn;

    /// <param name="preferences">Users × items.</param>
    /// <param name="size">Pairs in a step.</param>
    /// <param name="drawn">Items drawn against each; 0 for none.</param>
    /// <param name="seed">Of the order and the draws.</param>
    internal PairBatches(CsrMatrix preferences, int size, int drawn, Seed seed)
    {
        (_preferences, _drawn, _users) = (preferences, drawn, new int[preferences.Count]);
        for (var u = 0; u < preferences.Rows; u++) _users.AsSpan(preferences.Offsets[u], preferences.RowLength(u)).Fill(u);
        // Samplers number the rows of tables that begin with one for padding.
        _own = [.. Enumerable.Range(0, preferences.Rows).Select(u => Array.ConvertAll(preferences.Row(u).ToArray(), i => i + 1))];
        (_deal, _sampler) = (new Deal(_users.Length, size, seed), new UniformNegatives(seed, preferences.Columns));
    }

    internal int Steps => _deal.Steps;

    internal long Targets => _users.Length;

    internal string Data => CollaborativeFit.Fingerprint(_preferences);

    internal long TargetsOf(Part part) => _deal.Of(part.Epoch, part.Step).Length;

    internal PairBatch Of(Part part)
    {
        using var scope = new Scope();
        var pairs = _deal.Of(part, out var share);
        var users = Array.ConvertAll(pairs, p => _users[p]);
        var items = Array.ConvertAll(pairs, p => _preferences.ColumnIndices[p]);
        int[] numbers = [.. Enumerable.Range(0, pairs.Length).Select(n => part.Index + n * part.Of)];
        var step = (long)part.Epoch * Steps + part.Step;
        long[] negatives = _drawn == 0 ? [] : _sampler.Draw(step, PairBatch.Rows(items, default), _drawn, own: new OwnItems(users, _own), numbers: numbers).Items.ToArray<long>();
        return new PairBatch(users, items, Array.ConvertAll(negatives, row => (int)row - 1), share, TargetsOf(part)) { Step = step };
    }
}
