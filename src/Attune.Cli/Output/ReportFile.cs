using System.CommandLine;

namespace Attune.Cli;

/// <summary>A report in a file of its own; the file's name says how it is written.</summary>
sealed class ReportFile
{
    internal const string Kinds = ".html (one page with charts), .md, .txt or .json";
    readonly Func<Report, string> _write;

    ReportFile(string path, Func<Report, string> write) => (Path, _write) = (path, write);

    internal string Path { get; }

    /// <summary>The file that the option names, checked before any work is done; null where it is not written.</summary>
    internal static ReportFile? Asked(Call call, Option<string> option) => call.Value(option) is not { } path ? null
        : new(OutputFile.Checked(option.Name, path), System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".html" or ".htm" => report => report.ToHtml(),
            ".md" => report => report.ToMarkdown(),
            ".txt" => report => report.ToText(),
            ".json" => report => report.ToJson(),
            _ => throw new UsageException($"{option.Name}: the name '{path}' must end in {Kinds}."),
        });

    internal void Write(Call call, Report report)
    {
        OutputFile.Write(Path, output => output.Write(_write(report)));
        call.Say($"The report is in {Path}.");
    }
}
