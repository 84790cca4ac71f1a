using FsCheck;
using FsCheck.Fluent;

namespace Attune.Tests;

public sealed class QuotingTests
{
    [Theory]
    [InlineData(",")]
    [InlineData("::")]
    [InlineData("\t")]
    [InlineData("|")]
    public void Read_RandomFieldsWrittenWithQuotes_ComeBackTheSame(string separator)
    {
        var field = Gen.ArrayOf(Gen.Elements('a', 'é', ' ', ',', ':', '|', '\t', '"', '\n', '\r', '7')).Select(c => new string(c));
        var rows = Gen.ArrayOf(Gen.ArrayOf(field).Where(r => r.Length > 1));
        Prop.ForAll(rows.ToArbitrary(), written => Same(written, separator)).Holds();
    }

    static bool Same(string[][] rows, string separator)
    {
        var text = string.Concat(rows.Select((row, r) => string.Join(separator, row.Select(Quote)) + (r % 2 == 0 ? "\n" : "\r\n")));
        for (var chunk = 1; chunk <= 7; chunk += 3)
            if (!Read(text, separator, chunk).Select(r => string.Join('\u0001', r)).SequenceEqual(rows.Select(r => string.Join('\u0001', r)))) return false;
        return true;
    }

    static string Quote(string field) => $"\"{field.Replace("\"", "\"\"")}\"";

    // The text comes in pieces of a few characters, so that every row runs over the end of some piece.
    static IEnumerable<string[]> Read(string text, string separator, int chunk)
    {
        var at = 0;
        var reader = new DelimitedReader((into, _) =>
        {
            var take = Math.Min(Math.Min(chunk, into.Length), text.Length - at);
            text.AsSpan(at, take).CopyTo(into);
            at += take;
            return take;
        }, "test", separator);
        while (reader.Read()) yield return [.. Enumerable.Range(0, reader.Count).Select(f => reader[f].ToString())];
    }
}
