using Attune.Numerics;

namespace Attune;

/// <summary>
/// What models that learn from pairs share: the vectors, the order of the steps, and the fitted model. Small data go pair by pair in shuffled order; many
/// pairs go through <see cref="PairStrata"/>, in parallel. Which it is depends on the data alone.
/// </summary>
sealed partial class Pairwise(IPairwise trainer, float[] users, float[] items, float[] biases)
{
    // Blocks of the catalog of 27,000 items and 64 factors then fit the second-level cache beside what else is in use.
    const int Blocks = 16, ManyPairs = 2_000_000, LeastItems = 64 * Blocks;

    // As a table of bits, who has what is looked up at once: up to 64 MB of it.
    const long MostBits = 1L << 29;

    readonly int _f = trainer.Factors;

    internal static IRecommender Fit(IPairwise trainer, Dataset data, FitContext? context, int? blocks = null)
    {
        Options.Validate(trainer);
        context ??= FitContext.Default;
        context.Cancellation.ThrowIfCancellationRequested();
        Seed seed = trainer.Seed;
        var f = trainer.Factors;
        var users = LatentFactors.Normal(data.Users.Count, f, seed.Derive("users"), 0.1f);
        var items = LatentFactors.Normal(data.Items.Count, f, seed.Derive("items"), 0.1f);
        var biases = new float[data.Items.Count];
        LatentFactors.CopyKnown(context, trainer, "user_factors", c => c.Users, data.Users, f, users);
        LatentFactors.CopyKnown(context, trainer, "item_factors", c => c.Items, data.Items, f, items);
        LatentFactors.CopyKnown(context, trainer, "item_bias", c => c.Items, data.Items, 1, biases);
        var learner = new Pairwise(trainer, users, items, biases);
        var catalog = Catalog.Of(data);
        var epoch = learner.EpochsOf(data.Preferences, blocks, context);
        return context.Train("epoch", trainer.Epochs, e => epoch(e - 1) is var loss && context.Progress is null ? null : loss / Math.Max(1, data.Preferences.Count), () =>
        {
            LatentFactors.RequireFinite(trainer, "Lower learningRate or regularization.", users, items, biases);
            return new Model(trainer, catalog, users, items, biases);
        });
    }

    /// <summary>The learning rate, which falls linearly to a tenth.</summary>
    internal static float RateOf(IPairwise trainer, int epoch, int epochs) => (float)(trainer.LearningRate * (1 - 0.9 * epoch / Math.Max(1, epochs - 1)));

    Func<int, double> EpochsOf(CsrMatrix preferences, int? blocks, FitContext context)
    {
        blocks ??= preferences.Count >= ManyPairs && preferences.Columns >= LeastItems && preferences.Rows >= LeastItems ? Blocks : 1;
        if (blocks > 1)
        {
            var strata = new PairStrata(preferences, blocks.Value);
            return epoch => InStrata(strata, epoch, context);
        }
        var pairs = new (int User, int Item)[preferences.Count];
        for (var (u, e) = (0, 0); u < preferences.Rows; u++)
            foreach (var item in preferences.Row(u)) pairs[e++] = (u, item);
        var owned = (long)preferences.Rows * preferences.Columns <= MostBits ? Owned(preferences) : null;
        return epoch => OneByOne(preferences, pairs, owned, epoch, context);
    }

    double OneByOne(CsrMatrix preferences, (int User, int Item)[] pairs, ulong[]? owned, int epoch, FitContext context)
    {
        var stream = EpochSeed(epoch).Stream();
        stream.Shuffle(pairs.AsSpan());
        var (loss, rate, words) = (0.0, RateOf(trainer, epoch, trainer.Epochs), Words(preferences.Columns));
        for (var p = 0; p < pairs.Length; p++)
        {
            if (p % 65536 == 0) context.Cancellation.ThrowIfCancellationRequested();
            var (user, item) = pairs[p];
            var history = preferences.Row(user);
            var candidates = new Candidates(items, biases, owned is null ? default : owned.AsSpan(user * words, words), history, history.Length);
            loss += Step(users.AsSpan(user * _f, _f), item, candidates, rate, ref stream, context.Progress is not null);
        }
        return loss;
    }

    // The items' vectors are laid out block by block, so that a cell works on memory of its own.
    double InStrata(PairStrata strata, int epoch, FitContext context)
    {
        var seed = EpochSeed(epoch);
        strata.Deal(seed, context);
        var (vectors, loose) = (new float[items.Length], new float[biases.Length]);
        for (var p = 0; p < biases.Length; p++)
        {
            items.AsSpan(strata.Items[p] * _f, _f).CopyTo(vectors.AsSpan(p * _f));
            loose[p] = biases[strata.Items[p]];
        }
        var (blocks, rate, losses) = (strata.Blocks, RateOf(trainer, epoch, trainer.Epochs), new double[strata.Blocks * strata.Blocks]);
        for (var s = 0; s < blocks; s++)
        {
            var stratum = s;
            context.For(blocks, b => losses[b * blocks + stratum] = Cell(strata, b, (b + stratum) % blocks, vectors, loose, rate, seed.Derive(b * blocks + stratum).Stream(), context.Progress is not null));
        }
        for (var p = 0; p < biases.Length; p++)
        {
            vectors.AsSpan(p * _f, _f).CopyTo(items.AsSpan(strata.Items[p] * _f));
            biases[strata.Items[p]] = loose[p];
        }
        return losses.Sum();
    }

    double Cell(PairStrata strata, int userBlock, int itemBlock, float[] vectors, float[] loose, float rate, RandomStream stream, bool measured)
    {
        var (from, to) = strata.Places(itemBlock);
        var (loss, owned) = (0.0, new ulong[Words(to - from)]);
        var block = strata.Users(userBlock);
        for (var j = 0; j < block.Length; j++)
        {
            var pairs = strata.Pairs(userBlock, itemBlock, j);
            if (pairs.IsEmpty) continue;
            foreach (var place in pairs) owned[place >> 6] |= 1UL << place;
            var candidates = new Candidates(vectors.AsSpan(from * _f, (to - from) * _f), loose.AsSpan(from, to - from), owned, default, pairs.Length);
            var x = users.AsSpan(block[j] * _f, _f);
            foreach (var place in pairs) loss += Step(x, place, candidates, rate, ref stream, measured);
            foreach (var place in pairs) owned[place >> 6] = 0;
        }
        return loss;
    }

    double Step(Span<float> x, int item, Candidates candidates, float rate, ref RandomStream stream, bool measured)
    {
        var rival = trainer.Rival(x, item, candidates, ref stream, out var step);
        if (rival < 0) return 0;
        var shrink = rate * (float)trainer.Regularization;
        PairStep.Move(x, candidates.Vector(item), candidates.Vector(rival), 1 - shrink, rate * step);
        candidates.Bias(item) += rate * step - shrink * candidates.Bias(item);
        candidates.Bias(rival) -= rate * step + shrink * candidates.Bias(rival);
        return measured ? trainer.LossOf(step) : 0;
    }

    Seed EpochSeed(int epoch) => ((Seed)trainer.Seed).Derive("epochs").Derive(epoch);

    static int Words(int items) => (items + 63) / 64;

    static ulong[] Owned(CsrMatrix preferences)
    {
        var words = Words(preferences.Columns);
        var owned = new ulong[(long)preferences.Rows * words];
        for (var u = 0; u < preferences.Rows; u++)
            foreach (var item in preferences.Row(u)) owned[u * words + (item >> 6)] |= 1UL << item;
        return owned;
    }
}
