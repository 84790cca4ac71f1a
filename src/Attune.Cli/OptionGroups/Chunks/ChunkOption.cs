using System.CommandLine;
using System.Globalization;

namespace Attune.Cli;

/// <summary>How long the stretches are that histories are cut into, and which file holds the events.</summary>
static class ChunkOption
{
    internal static Argument<string?> File() => new("FILE") { Description = "The events, with times.", Arity = ArgumentArity.ZeroOrOne };

    internal static Option<string> Data() => new("--data") { HelpName = "FILE", Description = "The same as FILE." };

    internal static Option<int> Length() => new("--chunk") { HelpName = "N", Description = "Histories are cut into stretches of so many events.", DefaultValueFactory = _ => 50 };

    /// <summary>The file, named in one of the two ways.</summary>
    internal static string PathOf(Call call, Argument<string?> file, Option<string> data) => (call.Value(file), call.Value(data)) switch
    {
        ({ }, { }) => throw new UsageException("FILE and --data are two ways to name the events; write one of them."),
        ({ } path, _) => path,
        (_, { } path) => path,
        _ => throw new UsageException("FILE is missing: name the events, as in events.csv."),
    };

    internal static int Checked(Call call, Option<int> length) => call.Value(length) is >= 2 and var events ? events
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--chunk is {call.Value(length)}; it must be 2 or more."));
}
