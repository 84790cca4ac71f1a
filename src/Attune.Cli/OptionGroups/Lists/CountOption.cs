using System.CommandLine;

namespace Attune.Cli;

/// <summary>How many items.</summary>
sealed class CountOption
{
    internal Option<int> Option { get; } = new("-n", "--count") { HelpName = "N", Description = "How many items.", DefaultValueFactory = _ => 10 };

    internal int Value(Call call) => call.Value(Option) is > 0 and var n ? n : throw new UsageException($"-n is {call.Value(Option)}; it must be 1 or more.");
}
