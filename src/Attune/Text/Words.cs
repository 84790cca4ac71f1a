using System.Globalization;
using System.Text;

namespace Attune;

/// <summary>
/// Text as words, by rules that need no dictionary: a word is a longest run of Unicode letters, digits and combining marks, in invariant lower
/// case; letters of scripts that write without spaces (Han, kana) are a word each. Nothing is stemmed, and no word is too common to count:
/// BM25 weighs common words down by itself.
/// </summary>
static class Words
{
    /// <summary>The words of a text in reading order, repeats included.</summary>
    internal static List<string> Of(ReadOnlySpan<char> text)
    {
        var words = new List<string>();
        var start = -1;
        for (int at = 0, length; at < text.Length; at += length)
        {
            Rune.DecodeFromUtf16(text[at..], out var rune, out length);
            var alone = StandsAlone(rune.Value);
            var inside = !alone && IsInside(rune);
            if (inside && start < 0) start = at;
            if (!inside && start >= 0)
            {
                words.Add(Lower(text[start..at]));
                start = -1;
            }
            if (alone) words.Add(Lower(text.Slice(at, length)));
        }
        if (start >= 0) words.Add(Lower(text[start..]));
        return words;
    }

    static bool IsInside(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Hiragana and katakana; Han and its extensions.
    static bool StandsAlone(int letter) => letter is >= 0x3041 and <= 0x30FF or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x323AF;

    static string Lower(ReadOnlySpan<char> word) => word.ToString().ToLowerInvariant();
}
