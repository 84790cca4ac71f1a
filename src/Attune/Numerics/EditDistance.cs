namespace Attune.Numerics;

/// <summary>How many letters must be added, removed or changed to make one word of another (Levenshtein), for suggestions in messages.</summary>
static class EditDistance
{
    internal static int Between(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }

    /// <summary>The candidate nearest to a word, or null where none is near: more than a third of its letters, and more than two, differ.</summary>
    internal static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var best = candidates.Select(c => (Name: c, Distance: Between(word, c))).DefaultIfEmpty((Name: "", Distance: int.MaxValue)).MinBy(c => c.Distance);
        return best.Distance <= Math.Max(2, word.Length / 3) ? best.Name : null;
    }

    /// <summary>" Did you mean 'x'?" or nothing: to be put behind a sentence.</summary>
    internal static string DidYouMean(string word, IEnumerable<string> candidates) => Nearest(word, candidates) is { } near ? $" Did you mean '{near}'?" : "";
}
