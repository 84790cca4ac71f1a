using Attune.Numerics;

namespace Attune;

/// <summary>Sessions by age (0 is the newest) with their different items, and for every item the sessions that have it, the newest first.</summary>
sealed class SessionIndex
{
    internal SessionIndex(ItemSequences sequences, int[] newest, int items, double lengthPenalty)
    {
        var (offsets, listed) = (new int[newest.Length + 1], new List<int>(sequences.Items.Length));
        var seenIn = new int[items];
        for (var age = 0; age < newest.Length; age++)
        {
            foreach (var item in sequences.Of(newest[age]))
                if (seenIn[item] != age + 1)
                {
                    seenIn[item] = age + 1;
                    listed.Add(item);
                }
            offsets[age + 1] = listed.Count;
            listed.Sort(offsets[age], listed.Count - offsets[age], null);
        }
        Sessions = new CsrMatrix(items, offsets, [.. listed], new float[listed.Count]);
        ByItem = Sessions.Transpose();
        Penalties = [.. Enumerable.Range(0, newest.Length).Select(age => (float)Math.Pow(Math.Max(1, Sessions.RowLength(age)), -lengthPenalty))];
    }

    /// <summary>Ages × items.</summary>
    internal CsrMatrix Sessions { get; }

    /// <summary>Items × ages, ascending.</summary>
    internal CsrMatrix ByItem { get; }

    /// <summary>What the length of each session leaves of its similarity, by age.</summary>
    internal float[] Penalties { get; }
}
