using System.CommandLine;
using System.CommandLine.Parsing;
using Attune.Numerics;

namespace Attune.Cli;

/// <summary>What is wrong with a command line, in one sentence, with the nearest words that would be right.</summary>
static class Misuse
{
    /// <summary>Whether something that looks like an option was taken for an argument.</summary>
    internal static bool HasStrayOption(ParseResult parsed) => Stray(parsed) is not null;

    internal static string Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if ((Stray(parsed) ?? parsed.UnmatchedTokens.FirstOrDefault()) is { } word)
            return $"'{word}' is not {(word.StartsWith('-') ? "an option" : command.Subcommands.Count > 0 ? "a command" : "an argument")} of {Verb.PathOf(parsed.CommandResult)}.{Suggestion(command, word)}";
        return command.Subcommands.Count > 0
            ? $"{Verb.PathOf(parsed.CommandResult)} needs one of {string.Join(", ", command.Subcommands.Select(c => c.Name))}."
            : string.Join(' ', parsed.Errors.Select(e => e.Message).Distinct());
    }

    static string? Stray(ParseResult parsed) => parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens)
        .Select(t => t.Value).FirstOrDefault(text => text.StartsWith("--", StringComparison.Ordinal));

    static string Suggestion(Command command, string word)
    {
        var names = word.StartsWith('-') ? command.Options.Concat(Root.Everywhere).Select(o => o.Name) : command.Subcommands.Select(c => c.Name);
        return EditDistance.DidYouMean(word, names);
    }
}
