using System.CommandLine;
using System.Globalization;

namespace Attune.Cli;

/// <summary>The day that lists are made for.</summary>
sealed class AsOfOption
{
    internal Option<string> Option { get; } = new("--as-of")
    {
        HelpName = "DATE", Description = "The day that lists are for, as 2011-12-10, for models that count days (buy again): what was bought on it or later is not known yet. Default: the day after the newest event of training.",
    };

    internal DateTimeOffset? Value(Call call) => call.Value(Option) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new UsageException($"--as-of: '{text}' is not a day; write one as 2011-12-10.");

    /// <summary>Notes where a day is given to a model that knows none.</summary>
    internal void Check(Call call, IRecommender model)
    {
        if (Value(call) is not null && !model.Trainer.Reads.HasFlag(QueryParts.Time)) call.Note($"{model.NameOf()} does not read the day: --as-of changes nothing. Of the models that do, attune models --json says reads time.");
    }
}
