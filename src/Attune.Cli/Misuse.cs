using System.CommandLine;

namespace Attune.Cli;

/// <summary>What is wrong with a command line, in one sentence, with the nearest words that would be right.</summary>
static class Misuse
{
    internal static string Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var word, ..])
            return $"'{word}' is not {(word.StartsWith('-') ? "an option" : command.Subcommands.Count > 0 ? "a command" : "an argument")} of {Verb.PathOf(parsed.CommandResult)}.{Suggestion(command, word)}";
        return command.Subcommands.Count > 0
            ? $"{Verb.PathOf(parsed.CommandResult)} needs one of {string.Join(", ", command.Subcommands.Select(c => c.Name))}."
            : string.Join(' ', parsed.Errors.Select(e => e.Message).Distinct());
    }

    static string Suggestion(Command command, string word)
    {
        var names = word.StartsWith('-') ? command.Options.Concat(Root.Everywhere).Select(o => o.Name) : command.Subcommands.Select(c => c.Name);
        var near = names.Where(n => Distance(n, word) <= Math.Max(1, word.Length / 3)).OrderBy(n => Distance(n, word)).Take(2).ToArray();
        return near.Length == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    // Levenshtein's distance: insertions, deletions and replacements of one letter.
    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
