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
            : string.Join(' ', parsed.Errors.Select(Sentence).Prepend(Missing(parsed)).Where(s => s.Length > 0).Distinct());
    }

    // Everything that is missing at once, as the help page calls it.
    static string Missing(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var arguments = command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is not { Tokens.Count: > 0 }).Select(a => a.Name);
        var options = command.Options.Where(o => o.Required && parsed.GetResult(o) is null).Select(o => $"{o.Name} {o.HelpName}");
        string[] missing = [.. arguments, .. options];
        return missing.Length == 0 ? "" : $"{Verb.PathOf(parsed.CommandResult)} needs {string.Join(", ", missing)}{(parsed.Tokens.Count > parsed.CommandResult.Tokens.Count + 1 ? " too" : "")}.";
    }

    // The parser names types of the program; here stands what to write.
    static string Sentence(ParseError error) => (error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult) switch
    {
        { Tokens: [var token], Option: var option } => $"{option.Name}: '{token.Value}' is not {Expected(option)}.",
        { Tokens.Count: > 1, Option: var option } => $"{option.Name} is written twice; write it once.",
        { Option: var option } => $"{option.Name} lacks its {option.HelpName ?? "value"}.",
        _ => "",
    };

    static string Expected(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type).Select(n => n.ToLowerInvariant()))}"
            : type == typeof(int) ? "a whole number that fits 32 bits" : "a number, as in 4 or 0.5";
    }

    static string? Stray(ParseResult parsed) => parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens)
        .Select(t => t.Value).FirstOrDefault(text => text.StartsWith("--", StringComparison.Ordinal));

    static string Suggestion(Command command, string word)
    {
        var names = word.StartsWith('-') ? command.Options.Concat(Root.Everywhere).Select(o => o.Name) : command.Subcommands.Select(c => c.Name);
        return EditDistance.DidYouMean(word, names);
    }
}
