using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>A study that a program writes into a folder: once, so that the same plan goes on with it, and never over another.</summary>
static class PlannedStudy
{
    static readonly JsonSerializerOptions s_format = new() { WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The study of a plan: written where there is none, read where it is this one.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="spec">What its file says.</param>
    /// <exception cref="ArgumentException">The folder is a file, or another study lies there.</exception>
    /// <exception cref="DataException">The plan makes no study; then nothing is written.</exception>
    internal static Study In(string folder, object spec)
    {
        var (path, text) = (Path.Combine(folder, Study.FileName), JsonSerializer.Serialize(spec, s_format) + "\n");
        if (File.Exists(folder)) throw new ArgumentException($"{folder} is a file; name a folder.");
        if (File.Exists(path)) return File.ReadAllText(path) == text ? Study.Read(path) : throw new ArgumentException($"{path} is another study than this plan makes: name another folder, or the options that it was made with, to go on with it.");
        Directory.CreateDirectory(folder);
        using (var file = new PendingFile(path))
        {
            file.Stream.Write(Encoding.UTF8.GetBytes(text));
            file.Complete();
        }
        try
        {
            return Study.Read(path);
        }
        catch (DataException)
        {
            // What is wrong with it is told; a folder that the corrected plan would refuse must not stay.
            File.Delete(path);
            throw;
        }
    }
}
