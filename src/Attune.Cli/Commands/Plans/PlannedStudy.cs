using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Studies;

namespace Attune.Cli;

/// <summary>A study that a command writes: once, so that the same words go on with it, and never over another.</summary>
static class PlannedStudy
{
    static readonly JsonSerializerOptions s_format = new() { WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Study Written(string folder, object spec)
    {
        var (path, text) = (Path.Combine(folder, Study.FileName), JsonSerializer.Serialize(spec, s_format) + "\n");
        if (File.Exists(path))
            return File.ReadAllText(path) == text ? Study.Read(path) : throw new UsageException($"--out: {path} is another study; name another folder, or the options that it was made with, to go on with it.");
        if (File.Exists(folder)) throw new UsageException($"--out: {folder} is a file; name a folder.");
        Directory.CreateDirectory(folder);
        OutputFile.Write(path, output => output.Write(text));
        try
        {
            return Study.Read(path);
        }
        catch (DataException)
        {
            // What is wrong with it is told; a folder that the corrected command would refuse must not stay.
            File.Delete(path);
            throw;
        }
    }
}
