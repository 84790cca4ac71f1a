using System.CommandLine;
using System.CommandLine.Parsing;

namespace Attune.Cli;

/// <summary>One command: its name, what it is for in one sentence, and command lines that show it at work.</summary>
sealed class Verb(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    /// <summary>Command lines for the help page.</summary>
    internal IReadOnlyList<string> Examples => examples;

    /// <summary>Adds a group of options.</summary>
    public void Add(IEnumerable<Option> group)
    {
        foreach (var option in group) Add(option);
    }

    /// <summary>This command, which another word calls too.</summary>
    internal Verb Or(string word)
    {
        Aliases.Add(word);
        return this;
    }

    /// <summary>This command, left out of help: for programs.</summary>
    internal Verb Hid()
    {
        Hidden = true;
        return this;
    }

    /// <summary>This command, doing that.</summary>
    internal Verb Does(Action<Call> action)
    {
        Action = new Work(action);
        return this;
    }

    /// <summary>This command, doing that; the tool's one thread has nothing else to do than to wait for it.</summary>
    internal Verb Does(Func<Call, Task> action) => Does(call => action(call).GetAwaiter().GetResult());

    /// <summary>The words that lead to a command: <c>attune data describe</c>.</summary>
    internal static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "attune";
}
