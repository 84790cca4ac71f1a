using System.Diagnostics;
using System.Globalization;

namespace Attune.Bench;

/// <summary>A process that waits while it is another's turn: it first says its version, then answers each line with a line that begins with seconds.</summary>
sealed class OtherSide : IDisposable
{
    readonly Process _process;

    OtherSide(string program, IEnumerable<string> args, string otherwise)
    {
        _process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Version = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(otherwise);
    }

    internal string Version { get; }

    /// <summary>A script of Python.</summary>
    /// <param name="python">The program.</param>
    /// <param name="script">The script, from the folder of the bench, and its arguments.</param>
    internal static OtherSide Python(string python, params string[] script) => new(python, [Path.Combine(AppContext.BaseDirectory, script[0]), .. script[1..]], $"{python} cannot import torch.");

    /// <summary>This program with another command.</summary>
    internal static OtherSide Own(params string[] args) => new(Environment.ProcessPath!, args, $"{args[0]} did not start.");

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
