using System.Globalization;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>What a claim must hold to be read off its study. The first thing that is wrong is said, with what there is instead.</summary>
static class ClaimRules
{
    static readonly string[] s_runtimes = ["seconds", "minutes", "hours"];

    internal static void Check(CheckEntry check) => Among($"checks {check.Id}: runtime", check.Runtime, s_runtimes);

    internal static void Check(ClaimEntry claim, Study study)
    {
        var at = $"claims {claim.Id}";
        if (string.IsNullOrWhiteSpace(claim.Says)) throw new ArgumentException($"{at}: says is empty; write in one sentence what the paper claims.");
        Among($"{at}: is", claim.Is, ClaimEntry.Kinds);
        Among($"{at}: runtime", claim.Runtime, s_runtimes);
        if (claim.Groups is null) Among($"{at}: metric", claim.Metric, MetricsOf(study));
        if (claim.Seeds is { } seeds && (seeds < 1 || seeds > study.Spec.Seeds.Count)) throw new ArgumentException(Say($"{at}: seeds is {seeds}; it must be from 1 to {study.Spec.Seeds.Count}, as many as the study has."));
        if (claim.Groups is { } groups) GroupRules.Check(at, claim, groups, study);
        else if (claim.Curves is { } curves) Curves(at, claim, curves, study);
        else if (claim.IsReport) Rankings(at, claim, study);
        else Differences(at, claim, study);
    }

    static void Curves(string at, ClaimEntry claim, ClaimCurves curves, Study study)
    {
        if (claim.Pairs.Count + claim.Left.Count + claim.Right.Count > 0 || claim.Data is not null || claim.Relative) throw new ArgumentException($"{at}: a claim on curves names what it is read off in \"curves\"; leave pairs, left, right, data and relative out.");
        if (claim.Is is not (ClaimEntry.Above or ClaimEntry.Below)) throw new ArgumentException($"{at}: is '{claim.Is}', and a claim on curves is {ClaimEntry.Above} or {ClaimEntry.Below} its margin.");
        Among($"{at}: curves.read", curves.Read, ClaimCurves.Kinds);
        string[] sized = [.. study.Spec.Data.Select(d => d.Sized?.Of).OfType<string>().Distinct()];
        if (sized.Length == 0) throw new ArgumentException($"{at}: {study.Name} has no data with sizes, which curves are over; give one an entry \"sizes\".");
        foreach (var data in curves.Data) Among($"{at}: curves.data", data, sized);
        foreach (var model in curves.Models) Among($"{at}: curves.models", model, study.Spec.Models.Select(m => m.Label));
    }

    static void Differences(string at, ClaimEntry claim, Study study)
    {
        if (claim.Left.Count + claim.Right.Count > 0 || claim.RightData is not null || claim.RightMetric is not null) throw new ArgumentException($"{at}: left, right, rightData and rightMetric are for \"is\": \"{ClaimEntry.Report}\"; a claim that is {claim.Is} compares pairs.");
        if (claim.Pairs.Count == 0) throw new ArgumentException($"{at}: pairs is an empty list; name what is compared, as in {{ \"left\": MODEL, \"right\": MODEL }}.");
        if (claim.Is == ClaimEntry.Better && Metric(study, claim.Metric).HigherIsBetter is null) throw new ArgumentException($"{at}: {claim.Metric} has no better end; write \"{ClaimEntry.Above}\" or \"{ClaimEntry.Below}\".");
        if (claim.Is == ClaimEntry.Within && claim.Margin is not > 0) throw new ArgumentException(Say($"{at}: margin is {claim.Margin ?? 0}; a difference can only lie within one above 0."));
        for (var p = 0; p < claim.Pairs.Count; p++) Pair(Say($"{at}: pairs[{p}]"), claim, claim.Pairs[p], study);
    }

    static void Pair(string at, ClaimEntry claim, ClaimPair pair, Study study)
    {
        if (pair.Right is null == pair.Value is null) throw new ArgumentException($"{at} needs either a model on the right (\"right\") or a number (\"value\").");
        foreach (var (text, data) in new[] { (pair.Left, claim.DataOf(pair)), (pair.Right, pair.RightData ?? claim.DataOf(pair)) })
            foreach (var term in text is null ? [] : ClaimTerm.All(text)) Term(at, study, term, data, claim.Metric);
        if (pair.Times is { } times && !(double.IsFinite(times) && times != 0)) throw new ArgumentException(Say($"{at}: times is {times}; it must be a number other than 0."));
        if (pair.Right == pair.Left && pair.RightData is null) throw new ArgumentException($"{at} compares {pair.Left} with itself; name another model on the right.");
        if (claim.Relative && pair.Value == 0) throw new ArgumentException($"{at}: a difference cannot be relative to 0; leave \"relative\" out, or take another value.");
    }

    static void Term(string at, Study study, ClaimTerm term, string? data, string metric)
    {
        var models = data is null ? [term.Pattern] : term.Models(study, data);
        if (models.Count < (term.Kind == ClaimTerm.Kinds.One ? 1 : 2)) throw new ArgumentException(Say($"{at}: '{term.Pattern}' names {models.Count} models of {data}; a {(term.Kind == ClaimTerm.Kinds.Best ? "best" : "spread")} is of 2 or more, as in \"best adam-*\"."));
        foreach (var model in models) Cell(at, study, model, data, metric);
    }

    static void Rankings(string at, ClaimEntry claim, Study study)
    {
        if (claim.Pairs.Count > 0 || claim.Margin is not null || claim.Relative) throw new ArgumentException($"{at}: pairs, margin and relative are for claims with a verdict; a report ranks the models of left and right.");
        if (claim.Left.Count < 2) throw new ArgumentException(Say($"{at}: left names {claim.Left.Count} models; a ranking needs at least 2."));
        if (claim.RightModels.Count != claim.Left.Count) throw new ArgumentException(Say($"{at}: left names {claim.Left.Count} models and right {claim.Right.Count}; each on the left needs its counterpart on the right."));
        StudySpec.Different($"{at}: left", claim.Left);
        StudySpec.Different($"{at}: right", claim.Right);
        var (metric, data) = (claim.RightMetric ?? claim.Metric, claim.RightData ?? claim.Data);
        Among($"{at}: rightMetric", metric, MetricsOf(study));
        foreach (var name in new[] { claim.Metric, metric })
            if (Metric(study, name).HigherIsBetter is null) throw new ArgumentException($"{at}: {name} has no better end, so it ranks nothing; take another metric.");
        if (claim.RightModels.SequenceEqual(claim.Left) && data == claim.Data && metric == claim.Metric) throw new ArgumentException($"{at}: both rankings are the same; name other models (right), other data (rightData) or another metric (rightMetric).");
        foreach (var model in claim.Left) Cell($"{at}: left", study, model, claim.Data, claim.Metric);
        foreach (var model in claim.RightModels) Cell($"{at}: right", study, model, data, metric);
    }

    static void Cell(string at, Study study, string model, string? data, string metric)
    {
        if (data is null) throw new ArgumentException($"{at}: no data is named; write the name of the study's data that this is read off (\"data\").");
        Among($"{at}: data", data, study.Spec.Data.Select(d => d.Name));
        Among($"{at}: model", model, study.Spec.Models.Select(m => m.Label));
        if (!study.Cells.Any(c => c.Data == data && c.Model == model))
            throw new ArgumentException($"{at}: {study.Name} does not train {model} on {data}; on {data} it trains {string.Join(", ", study.Cells.Where(c => c.Data == data).Select(c => c.Model).Distinct())}.");
        if (study.Spec.Data.First(d => d.Name == data).Metrics is { } own && study.Metrics.Any(m => m.Name == metric)) Among($"{at}: {data}: metric", metric, own);
        var of = study.Spec.Data.First(d => d.Name == data);
        if (study.Metrics.FirstOrDefault(m => m.Name == metric) is { } known && !StudyMetric.IsOf(known, of)) throw new ArgumentException($"{at}: {metric} is not measured on {data}, where these are: {string.Join(", ", study.Metrics.Where(m => StudyMetric.IsOf(m, of)).Select(m => m.Name).DefaultIfEmpty("none of this study"))}.");
    }

    static IEnumerable<string> MetricsOf(Study study) => study.Metrics.Concat(ReadMetrics.Of(study)).Select(m => m.Name);

    static IMetric Metric(Study study, string name) => study.Metrics.Concat(ReadMetrics.Of(study)).First(m => m.Name == name);

    static void Among(string at, string name, IEnumerable<string> known)
    {
        if (!known.Contains(name)) throw new ArgumentException($"{at}: there is no '{name}'; there are {string.Join(", ", known)}.{EditDistance.DidYouMean(name, known)}");
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
