using System.Diagnostics;
using System.Globalization;
using Attune.Studies;

namespace Attune.Cli;

/// <summary>
/// A process of its own that trains cells (<see cref="StudyWorkCommand"/>): it reads the name of one from a line, and answers with the line of its result. It ends when its input ends, so that it
/// outlives nobody; one that ends before fails its cell, and the next is given to a new one.
/// </summary>
sealed class StudyWorker(Study study, IReadOnlyList<string> words) : ICellRunner
{
    static readonly TimeSpan s_moment = TimeSpan.FromSeconds(5);
    Process? _process;
    string _told = "";

    /// <inheritdoc/>
    public CellResult Run(StudyCell cell, FitContext context)
    {
        using var ending = context.Cancellation.Register(End);
        var process = _process ??= Started();
        var result = Asked(process, cell);
        context.Cancellation.ThrowIfCancellationRequested();
        if (result is not null) return result;
        var code = "gave no result";
        if (process.WaitForExit(s_moment))
        {
            // Only without a limit it waits for what was told last, too.
            process.WaitForExit();
            code = string.Create(CultureInfo.InvariantCulture, $"ended with code {process.ExitCode}");
        }
        End();
        process.Dispose();
        _process = null;
        return new CellResult(cell, []) { Error = $"The process that trained it {code}{(_told.Length > 0 ? $" and said '{_told}'" : "")}. The system ends the largest where the memory is not enough: run it alone, with --only {cell} --retry." };
    }

    /// <summary>Tells the process that there is no more, and waits for its end.</summary>
    public void Dispose()
    {
        if (_process is not { } process) return;
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It had ended before.
        }
        if (!process.WaitForExit(s_moment)) End();
        process.Dispose();
    }

    Process Started()
    {
        var process = Process.Start(ToolProcess.Start(words, piped: true))!;
        process.ErrorDataReceived += (_, line) => _told = line.Data is { Length: > 0 } text ? text : _told;
        process.BeginErrorReadLine();
        return process;
    }

    CellResult? Asked(Process process, StudyCell cell)
    {
        try
        {
            process.StandardInput.WriteLine(cell.ToString());
            process.StandardInput.Flush();
            return process.StandardOutput.ReadLine() is { } line && CellLine.Read(line, study) is { } result && result.Cell == cell ? result : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    void End()
    {
        try
        {
            _process?.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It had ended before.
        }
    }
}
