using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>Reads the names of samplers.</summary>
public static class SubsetSampler
{
    /// <summary>The text forms that <see cref="Parse"/> understands, with their defaults.</summary>
    public const string Forms = "diverse:0.05, diverse:0.05:mean, weighted:1, knn-weighted:1, top, bottom, top-bottom:0.5, herding, craig:5000, grad-match:0.5, norm, random, recent, popularity, length";

    static readonly string[] Names = [.. Forms.Split(", ").Select(f => f.Split(':')[0]).Distinct()];

    /// <summary>
    /// The sampler that a text asks for. <c>top</c>: the best scores; <c>bottom</c>: the worst; <c>top-bottom:SHARE</c>: so much of the choice from the top, the rest from the bottom; <c>weighted:T</c>: drawn with p ∝ exp(s ⁄ τ), τ being T standard deviations of the
    /// scores; <c>knn-weighted:T</c>: the same within clusters, each with its share; <c>diverse:SHARE</c>: drawn in batches of this share of the choice, what is like the batch losing score after each, or with <c>:mean</c> what is like all that is chosen; <c>herding</c>: step by step what brings the means closest;
    /// <c>craig:N</c>: facility location, exact up to N candidates; <c>grad-match:LAMBDA</c>: orthogonal matching pursuit; <c>norm</c>: the longest vectors; <c>random</c>; <c>recent</c>: the latest; <c>popularity</c>, <c>length</c>: at random, with the same share
    /// of every tenth by popularity of the items or by number of events.
    /// </summary>
    /// <param name="text">Such as "diverse" or "top-bottom:0.7".</param>
    /// <exception cref="ArgumentException">There is no such form; the message lists them.</exception>
    public static ISubsetSampler Parse(string text)
    {
        var (name, value) = text.Split(':', 2) is [var n, var v] ? (n.Trim().ToLowerInvariant(), v.Trim()) : (text.Trim().ToLowerInvariant(), null);
        return name switch
        {
            "diverse" when value?.EndsWith(":mean", StringComparison.OrdinalIgnoreCase) == true => new DiverseSampler(Number(0.05, v => v is > 0 and <= 1, "a share above 0 and at most 1", value[..^5]), Mean: true),
            "diverse" => new DiverseSampler(Number(0.05, v => v is > 0 and <= 1, "a share above 0 and at most 1")),
            "weighted" => new WeightedSampler(Number(1, v => v is > 0 and <= 1000, "a number above 0 and at most 1000")),
            "knn-weighted" => new ClusterSampler(Number(1, v => v is > 0 and <= 1000, "a number above 0 and at most 1000")),
            "top-bottom" => new EndsSampler(Number(0.5, v => v is >= 0 and <= 1, "a share from 0 to 1")),
            "craig" => new CraigSampler((int)Number(5000, v => v is >= 1 and <= 100_000 && v == Math.Floor(v), "a whole number from 1 to 100000")),
            "grad-match" => new GradMatchSampler(Number(0.5, v => v is > 0 and <= 1000, "a number above 0 and at most 1000")),
            _ when value is not null && Names.Contains(name) => throw Bad($"{name} takes no number"),
            "top" => new EndsSampler(1),
            "bottom" => new EndsSampler(0),
            "herding" => new HerdingSampler(),
            "norm" => new NormSampler(),
            "random" => new RandomSampler(),
            "recent" => new RecentSampler(),
            "popularity" => new StratifiedSampler(ByLength: false),
            "length" => new StratifiedSampler(ByLength: true),
            _ => throw Bad($"there is no sampler '{name}'.{EditDistance.DidYouMean(name, Names)}".TrimEnd('.')),
        };

        double Number(double otherwise, Func<double, bool> allowed, string words, string? text = null) => (text ?? value) is not { } digits ? otherwise
            : double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && allowed(number) ? number
            : throw Bad($"'{digits}' must be {words}");

        ArgumentException Bad(string why) => new($"'{text}' is not a way to choose: {why}. Ways are {Forms}.");
    }

    /// <summary>A name with its number, which is left out where it is the default.</summary>
    internal static string NameOf(string name, double value, double usual) => value == usual ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{value}");
}
