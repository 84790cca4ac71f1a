using System.Text.Json;
using Attune.Numerics;
using Attune.Studies;

namespace Attune.Tests;

public sealed class AudiencePartsTests
{
    static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestData.Root, "tests", "Golden", "group-tests.json"))).RootElement;

    [Fact]
    public void Permutation_IsNumpys()
    {
        foreach (var expected in s_golden.GetProperty("permutation").EnumerateArray())
            Assert.Equal(expected.GetProperty("order").EnumerateArray().Select(v => v.GetInt32()), NumpyShuffle.Permutation(expected.GetProperty("n").GetInt32(), expected.GetProperty("seed").GetUInt32()));
    }

    [Fact]
    public void Divergence_IsScipys()
    {
        foreach (var expected in s_golden.GetProperty("jensenShannon").EnumerateArray())
        {
            double[] Of(string name) => [.. expected.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
            Assert.Equal(expected.GetProperty("divergence").GetDouble(), UserProfiles.Divergence(Of("p"), Of("q")), 1e-12);
        }
    }

    [Theory, InlineData("user-parts:60/20/20"), InlineData("user-parts:60/20/20:by-position")]
    public void Parts_OfEveryUser_HaveTheFloorOfTheirShares_AndTheRestIsTested(string text)
    {
        var data = Worlds.Random(users: 40, items: 60, perUser: 13);
        var (outer, inner) = UserParts.Of(data, text, 42);
        for (var u = 0; u < data.Users.Count; u++)
        {
            var n = data.Sequence(u).Length;
            int Of(Dataset part) => part.Users.IndexOf(data.Users[u]) is >= 0 and var at ? part.Sequence(at).Length : 0;
            Assert.Equal(((int)(0.6 * n), (int)(0.2 * n)), (Of(outer.Train), Of(inner.Test)));
            Assert.Equal(n, Of(outer.Train) + Of(inner.Test) + Of(outer.Test));
        }
        var again = UserParts.Of(data, text, 42).Outer.Test.Events;
        Assert.Equal(outer.Test.Events.Items.ToArray(), again.Items.ToArray());
        Assert.NotEqual(outer.Test.Events.Items.ToArray(), UserParts.Of(data, text, 43).Outer.Test.Events.Items.ToArray());
    }

    [Theory, InlineData("user-parts:60/20"), InlineData("user-parts:60/20/30"), InlineData("user-parts:a/b/c"), InlineData("user-parts:100/0/0")]
    public void Parts_ThatAreNone_AreRefused(string text) => Assert.Contains("three shares", Assert.Throws<ArgumentException>(() => UserParts.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Matched_ByBruteForce_AreTheNearestThatAreFree()
    {
        int[] left = [0, 1, 2, 3, 4], right = [.. Enumerable.Range(5, 30)];
        int Size(int u) => u < 5 ? 3 * u + 1 : (7 * u) % 31;
        var pairs = MatchedUsers.Of(left, right, Size, (Seed)1);
        Assert.Equal(left, pairs.Select(p => p.Left).Order());
        var free = right.ToHashSet();
        foreach (var (l, r) in pairs)
        {
            Assert.Equal(free.Min(f => Math.Abs(Size(f) - Size(l))), Math.Abs(Size(r) - Size(l)));
            Assert.True(free.Remove(r));
        }
        Assert.Equal(pairs.Select(p => (p.Right, p.Left)), MatchedUsers.Of(right, left, Size, (Seed)1));
    }

    [Fact]
    public void Checks_AllPass() => Assert.All(AudienceCheck.All, c => Assert.True(c.Run(CheckSize.Reduced, FitContext.Default) is { Passed: true }, c.Id));
}
