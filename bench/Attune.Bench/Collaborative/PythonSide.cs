using System.Diagnostics;
using System.Globalization;

namespace Attune.Bench;

/// <summary>A script of Python in a process that waits while it is our turn: it first says its version, then answers each line with a line that begins with seconds.</summary>
sealed class PythonSide : IDisposable
{
    readonly Process _process;

    /// <param name="python">The program.</param>
    /// <param name="script">The script, from the folder of the bench, and its arguments.</param>
    internal PythonSide(string python, params string[] script)
    {
        _process = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, script[0]), .. script[1..]]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Version = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{python} cannot import torch.");
    }

    internal string Version { get; }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    internal double Seconds(string line)
    {
        _process.StandardInput.WriteLine(line);
        return double.Parse(_process.StandardOutput.ReadLine()!.Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
