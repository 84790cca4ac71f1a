using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>What models of user and item vectors share: random starts, starts from an earlier model, cosines.</summary>
static class LatentFactors
{
    /// <summary>rows × width numbers, uniform in [0, <paramref name="scale"/>); row r depends on the seed and r alone.</summary>
    internal static float[] Uniform(int rows, int width, Seed seed, float scale) => Random(rows, width, seed, (ref s) => scale * (float)s.NextDouble());

    /// <summary>rows × width numbers, normal with mean 0 and standard deviation <paramref name="scale"/>; row r depends on the seed and r alone.</summary>
    internal static float[] Normal(int rows, int width, Seed seed, float scale) => Random(rows, width, seed, (ref s) => scale * (float)s.NextGaussian());

    /// <summary>
    /// Copies the rows of the tensor <paramref name="name"/> of an earlier model into <paramref name="rows"/> (<paramref name="width"/> values each)
    /// for the ids that both know; without an earlier model nothing happens, and one of another kind or width is an error.
    /// </summary>
    internal static void CopyKnown(FitContext context, ITrainer trainer, string name, Func<Catalog, Vocabulary> ids, Vocabulary now, int width, float[] rows)
    {
        if (context.StartFrom is not { } earlier) return;
        var model = Options.NameOf(trainer.GetType());
        if (earlier.Trainer.GetType() != trainer.GetType())
            throw new ArgumentException($"A model of kind {model} cannot start from one of kind {earlier.NameOf()}; start from a trained {model} or anew.");
        var weights = new Weights();
        earlier.Export(weights);
        var (values, shape) = weights.Floats[name];
        if (values.Length != (long)ids(earlier.Catalog).Count * width)
            throw new ArgumentException($"{model}: the earlier model has {(shape.Length > 1 ? shape[1] : 1)} factors, this one is to have {width}; take equal factors or start anew.");
        var from = ids(earlier.Catalog).MapFrom(now);
        for (var r = 0; r < from.Length; r++)
            if (from[r] >= 0) values.AsSpan(from[r] * width, width).CopyTo(rows.AsSpan(r * width));
    }

    /// <summary>The cosine of one item's vector with all; NaN for an unknown item and where a vector is zero.</summary>
    internal static void Cosines(ReadOnlySpan<float> itemFactors, int width, int item, Span<float> scores)
    {
        if ((uint)item >= (uint)(itemFactors.Length / width))
        {
            scores.Fill(float.NaN);
            return;
        }
        var vector = itemFactors.Slice(item * width, width);
        var norm = Vectors.Dot(vector, vector);
        for (var i = 0; i < scores.Length; i++)
        {
            var other = itemFactors.Slice(i * width, width);
            scores[i] = Vectors.Dot(vector, other) / MathF.Sqrt(norm * Vectors.Dot(other, other));
        }
    }

    /// <summary>Ends training that has diverged with an error that says what to change.</summary>
    internal static void RequireFinite(ITrainer trainer, string advice, params ReadOnlySpan<float[]> tensors)
    {
        foreach (var tensor in tensors)
            if (tensor.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) >= 0)
                throw new OptionsException(Options.NameOf(trainer.GetType()), [$"Training diverged: what was learned is no longer a finite number. {advice}"]);
    }

    /// <summary>rows × width, the length of an array of vectors; more than an array can hold is an error that says what to change.</summary>
    internal static int Room(int rows, int width) => (long)rows * width <= Array.MaxLength ? rows * width
        : throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{rows} vectors of {width} factors are more numbers than one array can hold ({Array.MaxLength}). Take fewer factors, or filter the data (k-core:5)."));

    const int DrawnRows = 1024;

    delegate float Draw(ref RandomStream stream);

    static float[] Random(int rows, int width, Seed seed, Draw draw)
    {
        var values = new float[Room(rows, width)];
        System.Threading.Tasks.Parallel.For(0, (rows + DrawnRows - 1) / DrawnRows, block =>
        {
            for (var r = block * DrawnRows; r < Math.Min(rows, (block + 1) * DrawnRows); r++)
            {
                var stream = seed.Derive(r).Stream();
                foreach (ref var v in values.AsSpan(r * width, width)) v = draw(ref stream);
            }
        });
        return values;
    }
}
