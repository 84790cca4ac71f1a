using System.Text;
using Attune.Numerics;

namespace Attune;

/// <summary>A column of texts that repeat, as tensors: a code per row (−1: none), the distinct texts as UTF-8 end to end, and where each ends.</summary>
static class TextColumn
{
    internal static IEnumerable<(string Name, Array Values, IReadOnlyList<int> Shape)> Tensors(string name, string?[] column)
    {
        var texts = new IdTable();
        var codes = Array.ConvertAll(column, t => t is null ? -1 : texts.Intern(t));
        var bytes = texts.Ids.Select(Encoding.UTF8.GetBytes).ToList();
        var end = 0L;
        var ends = bytes.Select(b => end += b.Length).ToArray();
        byte[] joined = [.. bytes.SelectMany(b => b)];
        return [(name, codes, [codes.Length]), ($"{name}.text", joined, [joined.Length]), ($"{name}.ends", ends, [ends.Length])];
    }

    internal static string?[]? Read(Safetensors file, string name)
    {
        if (!file.Tensors.ContainsKey(name)) return null;
        var (codes, text, ends) = (file.Read<int>(name), file.Read<byte>($"{name}.text"), file.Read<long>($"{name}.ends"));
        var texts = new string[ends.Length];
        for (var (i, start) = (0, 0); i < ends.Length; start = (int)ends[i++])
            texts[i] = Encoding.UTF8.GetString(text.AsSpan(start..(int)ends[i]));
        return Array.ConvertAll(codes, c => c == -1 ? null : texts[c]);
    }
}
