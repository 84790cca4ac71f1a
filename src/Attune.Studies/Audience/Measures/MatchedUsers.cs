using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// Users of two groups in pairs of nearly the same profile size: each of the smaller group, in an order drawn by seed, takes the user of the other whose profile is nearest in size and who is still free. What
/// differs between them is then not due to how much is known of them.
/// </summary>
static class MatchedUsers
{
    /// <summary>Pairs of a user of the left group and one of the right.</summary>
    /// <param name="left">Users of one group.</param>
    /// <param name="right">Users of the other.</param>
    /// <param name="size">The profile size of a user.</param>
    /// <param name="seed">Draws the order.</param>
    internal static IReadOnlyList<(int Left, int Right)> Of(IReadOnlyList<int> left, IReadOnlyList<int> right, Func<int, int> size, Seed seed)
    {
        if (left.Count > right.Count) return [.. Of(right, left, size, seed).Select(p => (p.Right, p.Left))];
        int[] few = [.. left];
        seed.Stream().Shuffle(few.AsSpan());
        var free = right.OrderBy(size).ThenBy(u => u).ToList();
        var pairs = new List<(int, int)>(few.Length);
        foreach (var user in few)
        {
            var at = free.FindIndex(u => size(u) >= size(user));
            if (at < 0 || (at > 0 && size(user) - size(free[at - 1]) <= size(free[at]) - size(user))) at = at < 0 ? free.Count - 1 : at - 1;
            pairs.Add((user, free[at]));
            free.RemoveAt(at);
        }
        return pairs;
    }
}
