using System.CommandLine;

namespace Attune.Cli;

/// <summary>What happens to items of the history.</summary>
sealed class SeenOption
{
    internal Option<Seen?> Option { get; } = new("--seen") { HelpName = "exclude|include|only", Description = "Items of the user's history: leave them out, let them compete, or show nothing else (buy again). Default: the model's own." };

    internal Seen? Value(Call call) => call.Value(Option);
}
