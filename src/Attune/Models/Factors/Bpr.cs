using System.ComponentModel.DataAnnotations;
using System.Numerics;
using System.Runtime.InteropServices;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Bayesian personalised ranking: vectors learned so that what a user has scores above what the user has not.
/// score(u, i) = x_u·y_i + b_i; for each preference (u, i) a rival j that u lacks is drawn, and a step is taken up the gradient of
/// ln σ(score(u, i) − score(u, j)) − λ/2·(|x_u|² + |y_i|² + |y_j|² + b_i² + b_j²). Shapes: X users × Factors, Y items × Factors, b items.
/// Rendle, Freudenthaler, Gantner and Schmidt-Thieme, "BPR: Bayesian Personalized Ranking from Implicit Feedback", UAI 2009.
/// Deviations: an epoch goes through all preferences once in a shuffled order instead of drawing them with replacement; of Rivals drawn items the one
/// that scores highest is taken (Zhang, Chen, Wang and Yu, "Optimizing Top-N Collaborative Filtering via Dynamic Negative Item Sampling", SIGIR
/// 2013; 1 = the paper's); the learning rate falls linearly to a tenth. A history given in a query is folded in: some epochs over a user vector
/// alone; known users answer with their trained vectors. Strengths of preferences are not read. Time O(Epochs · preferences · Rivals · Factors).
/// Deterministic: steps are taken one after another, on one thread.
/// </summary>
public sealed record Bpr : ITrainer
{
    /// <summary>Length of the vectors. Default 64.</summary>
    [Range(1, 2048)]
    [Search(16, 256, Log = true)]
    public int Factors { get; init; } = 64;

    /// <summary>Passes over all preferences. Default 30.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 30;

    /// <summary>The first step size. Default 0.05.</summary>
    [Range(1e-6, 10)]
    [Search(0.005, 0.5, Log = true)]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>λ; more rivals bear more of it (0.01 suits one rival, 0.02 five). Default 0.02.</summary>
    [Range(0, 10)]
    [Search(0.001, 0.2, Log = true)]
    public double Regularization { get; init; } = 0.02;

    /// <summary>Items drawn for each step, of which the one that scores highest becomes the rival; more = harder lessons, slower. Default 5.</summary>
    [Range(1, 1000)]
    [Search(1, 20, Log = true)]
    public int Rivals { get; init; } = 5;

    /// <summary>Seed of the random start, the order and the rivals. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public bool WarmStarts => true;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("epoch", 0, Epochs);
        Seed seed = Seed;
        var users = LatentFactors.Normal(data.Users.Count, Factors, seed.Derive("users"), 0.1f);
        var items = LatentFactors.Normal(data.Items.Count, Factors, seed.Derive("items"), 0.1f);
        var biases = new float[data.Items.Count];
        LatentFactors.CopyKnown(context, this, "user_factors", c => c.Users, data.Users, Factors, users);
        LatentFactors.CopyKnown(context, this, "item_factors", c => c.Items, data.Items, Factors, items);
        LatentFactors.CopyKnown(context, this, "item_bias", c => c.Items, data.Items, 1, biases);
        var pairs = Pairs(data.Preferences);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var stream = seed.Derive("epochs").Derive(epoch).Stream();
            var loss = Epoch(data.Preferences, pairs, users, items, biases, RateOf(epoch, Epochs), ref stream, context.Cancellation);
            context.Report("epoch", epoch + 1, Epochs, loss);
        }
        LatentFactors.RequireFinite(this, "Lower learningRate or regularization.", users, items, biases);
        return new Model(this, Catalog.Of(data), users, items, biases);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights.Float("user_factors", (long)catalog.Users.Count * Factors),
        weights.Float("item_factors", (long)catalog.Items.Count * Factors), weights.Float("item_bias", catalog.Items.Count));

    float RateOf(int epoch, int epochs) => (float)(LearningRate * (1 - 0.9 * epoch / Math.Max(1, epochs - 1)));

    static (int User, int Item)[] Pairs(CsrMatrix preferences)
    {
        var pairs = new (int, int)[preferences.Count];
        for (var (u, e) = (0, 0); u < preferences.Rows; u++)
            foreach (var item in preferences.Row(u)) pairs[e++] = (u, item);
        return pairs;
    }

    // One step for each preference; returns the mean of −ln σ.
    double Epoch(CsrMatrix preferences, (int User, int Item)[] pairs, float[] users, float[] items, float[] biases, float rate, ref RandomStream stream, CancellationToken cancellation)
    {
        stream.Shuffle(pairs.AsSpan());
        var loss = 0.0;
        for (var p = 0; p < pairs.Length; p++)
        {
            if (p % 65536 == 0) cancellation.ThrowIfCancellationRequested();
            var (user, item) = pairs[p];
            var x = users.AsSpan(user * Factors, Factors);
            var rival = Rival(preferences.Row(user), x, items, biases, ref stream);
            if (rival < 0) continue;
            var y = items.AsSpan(item * Factors, Factors);
            var z = items.AsSpan(rival * Factors, Factors);
            var step = Step(x, y, z, biases[item] - biases[rival], rate, out var missed);
            loss += missed;
            Move(x, y, z, rate, step);
            var shrink = rate * (float)Regularization;
            biases[item] += step - shrink * biases[item];
            biases[rival] -= step + shrink * biases[rival];
        }
        return loss / Math.Max(1, pairs.Length);
    }

    // rate · σ(−(score of the item − score of the rival)), and −ln σ of that difference.
    static float Step(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, float biasDifference, float rate, out float missed)
    {
        var difference = Vectors.Dot(x, y) - Vectors.Dot(x, z) + biasDifference;
        var e = MathF.Exp(-MathF.Abs(difference));
        missed = MathF.Max(-difference, 0) + MathF.Log(1 + e);
        return rate * (difference >= 0 ? e : 1) / (1 + e);
    }

    // x, y, z ← (1 − rate·λ)·themselves + step·(y − z, x, −x).
    void Move(Span<float> x, Span<float> y, Span<float> z, float rate, float step)
    {
        var keep = 1 - rate * (float)Regularization;
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(y)[..vx.Length];
        var vz = MemoryMarshal.Cast<float, Vector<float>>(z)[..vx.Length];
        for (var k = 0; k < vx.Length; k++)
        {
            var (a, b, c) = (vx[k], vy[k], vz[k]);
            vx[k] = keep * a + step * (b - c);
            vy[k] = keep * b + step * a;
            vz[k] = keep * c - step * a;
        }
        for (var k = vx.Length * Vector<float>.Count; k < x.Length; k++)
        {
            var (a, b, c) = (x[k], y[k], z[k]);
            x[k] = keep * a + step * (b - c);
            y[k] = keep * b + step * a;
            z[k] = keep * c - step * a;
        }
    }

    // The best-scored of the items drawn among those that the history lacks, or −1 where it lacks none.
    int Rival(ReadOnlySpan<int> history, ReadOnlySpan<float> x, float[] items, float[] biases, ref RandomStream stream)
    {
        if (history.Length >= biases.Length) return -1;
        var (best, score) = (-1, float.NegativeInfinity);
        for (var drawn = 0; drawn < Rivals; drawn++)
        {
            var item = stream.NextInt(biases.Length);
            while (history.BinarySearch(item) >= 0) item = stream.NextInt(biases.Length);
            if (Rivals == 1) return item;
            var s = Vectors.Dot(x, items.AsSpan(item * Factors, Factors)) + biases[item];
            if (s > score || best < 0) (best, score) = (item, s);
        }
        return best;
    }

    sealed class Model(Bpr trainer, Catalog catalog, float[] users, float[] items, float[] biases) : ISimilarItems
    {
        const int FoldInEpochs = 30;

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> candidates, Span<float> scores)
        {
            var history = catalog.HistoryOf(query).Items;
            if (history.Length == 0) scores.Fill(float.NaN);
            else if (query.History is null) LatentFactors.Score(users.AsSpan(query.User * trainer.Factors, trainer.Factors), items, biases, candidates, scores);
            else LatentFactors.Score(FoldIn(history), items, biases, candidates, scores);
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(items, trainer.Factors, item, scores);

        public void Export(Weights weights) => weights
            .Add("user_factors", users, catalog.Users.Count, trainer.Factors)
            .Add("item_factors", items, catalog.Items.Count, trainer.Factors)
            .Add("item_bias", biases);

        // The steps of training on the user's vector alone; the same draws for every query, so a request has one answer.
        float[] FoldIn(ReadOnlySpan<int> history)
        {
            int[] known = [.. history];
            Array.Sort(known);
            var x = new float[trainer.Factors];
            Seed seed = trainer.Seed;
            var stream = seed.Derive("fold-in").Stream();
            for (var epoch = 0; epoch < FoldInEpochs; epoch++)
                foreach (var item in known)
                {
                    var rival = trainer.Rival(known, x, items, biases, ref stream);
                    if (rival < 0) return x;
                    var rate = trainer.RateOf(epoch, FoldInEpochs);
                    var step = Step(x, Row(item), Row(rival), biases[item] - biases[rival], rate, out _);
                    Vectors.Scale(1 - rate * (float)trainer.Regularization, x);
                    Vectors.Axpy(step, Row(item), x);
                    Vectors.Axpy(-step, Row(rival), x);
                }
            return x;
        }

        ReadOnlySpan<float> Row(int item) => items.AsSpan(item * trainer.Factors, trainer.Factors);
    }
}
