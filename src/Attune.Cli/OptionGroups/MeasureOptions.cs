using System.Collections;
using System.CommandLine;

namespace Attune.Cli;

/// <summary>What is measured, and what counts as relevant.</summary>
sealed class MeasureOptions : IEnumerable<Option>
{
    readonly Option<string> _metrics = new("--metrics")
    {
        HelpName = "LIST",
        Description = $"Metrics by name: {string.Join(", ", MetricName.All)}; those of a list are cut as in ndcg@10, and some may name an item feature, as in diversity:genre@10.",
        DefaultValueFactory = _ => "ndcg@10,recall@10,hit@10,coverage@10",
    };

    readonly Option<float?> _relevant = new("--relevant") { HelpName = "N", Description = "Held-out values below this are not relevant (ratings: 4, say). Default: everything held out counts." };
    readonly Option<bool> _grades = new("--grades") { Description = "Held-out values are grades of relevance (for ndcg). Default: every grade is 1." };
    readonly Option<bool> _knownUsers = new("--known-users") { Description = "Leave out test users whom training does not know. Default: they count, as lists without hits at worst." };
    readonly Option<int> _bootstrap = new("--bootstrap") { HelpName = "N", Description = "Resamples for the 95 % intervals; 0 for none.", DefaultValueFactory = _ => 1000 };
    readonly Option<string> _candidates = new("--candidates") { HelpName = "FILE|uniform:99|new-items", Description = "Rank held-out items among fewer than all: to compare with a paper, among a file's items for each user (lines 'user item item …') or so many drawn ones; with --split new-items:0.2, among the items that nobody in training has. Default: the whole catalog." };
    readonly SeenOption _seen = new();
    readonly RerankOption _rerank = new();

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_metrics, _relevant, _grades, _seen.Option, _rerank.Option, _candidates, _knownUsers, _bootstrap]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How measurements are made, for a command that names its metric itself.</summary>
    internal IEnumerable<Option> WithoutMetrics => this.Where(o => o != _metrics);

    /// <summary>All but the number of resamples, which everything that is measured has.</summary>
    internal IEnumerable<Option> WithoutBootstrap => this.Where(o => o != _bootstrap);

    /// <summary>The resamples that were asked for, or else another number.</summary>
    internal int BootstrapOr(Call call, int otherwise) => !call.Has(_bootstrap) ? otherwise : call.Value(_bootstrap) is >= 0 and not 1 and var samples ? samples : throw new UsageException($"--bootstrap is {call.Value(_bootstrap)}; it must be 0, or 2 or more.");

    internal IReadOnlyList<IMetric> Metrics(Call call) => UsageException.Reading("--metrics", () => MetricName.ParseList(call.Value(_metrics)!));

    internal EvaluationOptions Options(Call call, int seed) => new()
    {
        Seen = _seen.Value(call),
        Rerank = _rerank.Value(call),
        Candidates = call.Value(_candidates) is { } text ? UsageException.Reading("--candidates", () => TestCandidates.Parse(text)) : null,
        RelevantFrom = call.Value(_relevant) ?? float.NegativeInfinity,
        ValuesAsGrades = call.Value(_grades),
        KnownUsersOnly = call.Value(_knownUsers),
        BootstrapSamples = call.Value(_bootstrap) is >= 0 and var samples ? samples : throw new UsageException($"--bootstrap is {call.Value(_bootstrap)}; it must be 0 or more."),
        Seed = seed,
    };
}
