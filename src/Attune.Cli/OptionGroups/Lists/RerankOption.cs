using System.CommandLine;

namespace Attune.Cli;

/// <summary>Another order for the best candidates.</summary>
sealed class RerankOption
{
    internal Option<string> Option { get; } = new("--rerank")
    {
        HelpName = "HOW",
        Description = $"Put the best candidates into another order, for variety, the user's own mix or a fair share of places: {Reranking.Forms}; with @200 behind it, of 200 candidates (default 100).",
    };

    internal IReranker? Value(Call call) => call.Value(Option) is { } text ? UsageException.Reading("--rerank", () => Reranking.Parse(text)) : null;
}
