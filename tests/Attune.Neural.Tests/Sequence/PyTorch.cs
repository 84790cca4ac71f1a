using System.Diagnostics;
using System.Text.Json;
using Attune.Numerics;

namespace Attune.Neural.Tests;

/// <summary>The network of <c>torch_side.py</c> (bench), an independent SASRec in PyTorch: asked through files, skipped where no Python can import torch.</summary>
static class PyTorch
{
    static readonly Lazy<string?> s_python = new(() => ((string[])["python3", "/usr/bin/python3"]).FirstOrDefault(p => Ask(p, "-c", "import torch; print('{}')") is not null));

    /// <summary>Runs a command over a folder that holds options, weights and batches; the JSON that it prints.</summary>
    internal static JsonElement Run(string command, string folder, object options)
    {
        File.WriteAllText(Path.Combine(folder, "options.json"), JsonSerializer.Serialize(options));
        Assert.SkipWhen(s_python.Value is null, "No Python here can import torch (Debian: apt-get install python3-torch).");
        return Ask(s_python.Value!, Path.Combine(AppContext.BaseDirectory, "torch_side.py"), command, folder) ?? throw new InvalidOperationException("torch_side.py failed; what it said stands above.");
    }

    /// <summary>Runs a file of Python that prints JSON; sys.argv[1:] are the arguments.</summary>
    internal static JsonElement Script(string file, params string[] arguments)
    {
        Assert.SkipWhen(s_python.Value is null, "No Python here can import torch (Debian: apt-get install python3-torch).");
        return Ask(s_python.Value!, [file, .. arguments]) ?? throw new InvalidOperationException("The Python script failed.");
    }

    /// <summary>Batches as PyTorch's side reads them: every place with its target, 0 where none is asked.</summary>
    internal static void WriteBatches(string folder, IEnumerable<(long[] Items, long[] Targets, long[] Negatives, int Rows)> batches) =>
        Safetensors.Write(Path.Combine(folder, "batches.safetensors"), batches.SelectMany((b, n) =>
        {
            int[] shape = [b.Rows, b.Items.Length / b.Rows];
            return new (string, Array, IReadOnlyList<int>)[] { ($"items.{n}", b.Items, shape), ($"targets.{n}", b.Targets, shape), ($"negatives.{n}", b.Negatives, shape) };
        }));

    static JsonElement? Ask(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) return JsonDocument.Parse(text).RootElement;
            if (arguments[0] != "-c") TestContext.Current.TestOutputHelper?.WriteLine(errors.GetAwaiter().GetResult());
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
