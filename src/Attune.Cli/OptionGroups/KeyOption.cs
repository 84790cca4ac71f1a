using System.CommandLine;

namespace Attune.Cli;

/// <summary>The API key that a server is shown: from a file or a variable, never from the command line, which every user of the machine can read.</summary>
sealed class KeyOption
{
    const string Variable = "ATTUNE_KEY";

    internal Option<string> Option { get; } = new("--key-file") { HelpName = "FILE", Description = $"A file whose first line is the API key for the server. Default: what the variable {Variable} holds, else none." };

    /// <summary>The key; null for none.</summary>
    internal string? Value(Call call)
    {
        if (call.Value(Option) is not { } file) return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } key ? key : null;
        if (!File.Exists(file)) throw new UsageException($"--key-file: there is no file {file}.");
        return File.ReadLines(file).FirstOrDefault()?.Trim() is { Length: > 0 } first ? first : throw new UsageException($"--key-file: the first line of {file} is empty; it must be the key.");
    }
}
