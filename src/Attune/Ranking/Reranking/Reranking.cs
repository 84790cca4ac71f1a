using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>Reads the names of re-rankers.</summary>
public static class Reranking
{
    /// <summary>The text forms that <see cref="Parse"/> understands, with their defaults; behind each <c>@200</c> may say how many candidates take part.</summary>
    public const string Forms = "mmr:0.7, mmr:0.7:FEATURE, mmr:0.7:own, calibrated:0.5, calibrated:0.5:FEATURE, exposure-fair, exposure-fair:FEATURE, exposure-fair:FEATURE:catalog";

    static readonly string[] Names = ["mmr", "calibrated", "exposure-fair"];

    /// <summary>The re-ranker that a text asks for (<see cref="Forms"/>). Bad text is an <see cref="ArgumentException"/> that lists the forms.</summary>
    /// <param name="text">Such as "mmr:0.7:genre@200".</param>
    public static IReranker Parse(string text)
    {
        var (pool, form) = (Mmr.DefaultPool, text.Trim());
        if (form.LastIndexOf('@') is >= 0 and var at)
        {
            if (!int.TryParse(form.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out pool) || pool < 1) throw Bad("the number of candidates after @ must be a whole number from 1");
            form = form[..at];
        }
        var parts = form.Split(':', StringSplitOptions.TrimEntries);
        if (parts.Skip(1).Any(p => p.Length == 0)) throw Bad("nothing stands between or after its colons");
        return (parts[0].ToLowerInvariant(), parts.Length) switch
        {
            ("mmr", <= 3) => new Mmr { Lambda = Share(0.7), Feature = parts is [_, _, var feature] && feature != Mmr.OwnSimilarity ? feature : null, Own = parts is [_, _, Mmr.OwnSimilarity], Pool = pool },
            ("calibrated", <= 3) => new Calibrated { Lambda = Share(0.5), Feature = parts.ElementAtOrDefault(2), Pool = pool },
            ("exposure-fair", <= 3) => new ExposureFair
            {
                Feature = parts.ElementAtOrDefault(1) is { } group && group != ExposureFair.Popularity ? group : null,
                Target = parts.ElementAtOrDefault(2) is { } target ? TargetOf(target) : default,
                Pool = pool,
            },
            (var name, _) when Names.Contains(name) => throw Bad("it has more parts than it takes"),
            var (name, _) => throw Bad($"there is no re-ranker '{name}'.{EditDistance.DidYouMean(name, Names)}".TrimEnd('.')),
        };

        double Share(double otherwise) => parts.ElementAtOrDefault(1) is not { } number ? otherwise
            : double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share
            : throw Bad($"'{number}' must be a number from 0 to 1");

        ExposureTarget TargetOf(string word) => Enum.TryParse<ExposureTarget>(word, true, out var target) && Enum.IsDefined(target) && !char.IsAsciiDigit(word[0]) ? target
            : throw Bad($"'{word}' must be interactions or catalog");

        ArgumentException Bad(string why) => new($"'{text}' is not a way to re-rank: {why}. Ways are {Forms}.");
    }

    /// <summary>The name of a re-ranker that takes <paramref name="pool"/> candidates.</summary>
    internal static string NameOf(string stem, int pool) => pool == Mmr.DefaultPool ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}@{pool}");

    /// <summary>The scores of candidates on a scale from 0 (the worst of them) to 1 (the best); all 1 where they are equal. An infinite score counts as the largest or smallest finite one.</summary>
    internal static double[] Scaled(ReadOnlySpan<float> scores)
    {
        var scaled = new double[scores.Length];
        var (best, worst) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (var score in scores)
            if (float.IsFinite(score)) (best, worst) = (Math.Max(best, score), Math.Min(worst, score));
        for (var i = 0; i < scaled.Length; i++) scaled[i] = best > worst ? (Math.Clamp(scores[i], worst, best) - worst) / (best - worst) : 1;
        return scaled;
    }

    /// <summary>The labels of a feature, or for null the three groups of popularity.</summary>
    internal static ItemLabels LabelsOf(Catalog catalog, string? feature) =>
        feature is null ? ItemLabels.OfPopularity(catalog.Popularity) : ItemLabels.Of(ItemFilter.FeatureOf(catalog, feature, "re-rank by"));

    /// <summary>Refuses options out of range.</summary>
    internal static void Check(double lambda, int pool)
    {
        if (!(lambda is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "Lambda must be a number from 0 to 1, as in 0.7.");
        ArgumentOutOfRangeException.ThrowIfLessThan(pool, 1);
    }
}
