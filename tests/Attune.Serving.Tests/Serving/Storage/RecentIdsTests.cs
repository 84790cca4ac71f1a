namespace Attune.Serving.Tests;

public sealed class RecentIdsTests
{
    [Fact]
    public void Unknown_ForgetsAtEveryDeletion_AndStaysBounded()
    {
        var ids = new RecentIds(3);
        Assert.Equal(["a", "b"], ids.Unknown(1, ["a", "b", "a"]));
        ids.Add(1, ["a", "b"]);
        Assert.Equal(["c"], ids.Unknown(1, ["a", "c", "b"]));
        Assert.Equal(["a", "b"], ids.Unknown(2, ["a", "b"]));
        // What was learned before the deletion does not count after it.
        ids.Add(1, ["a"]);
        Assert.Equal(["a"], ids.Unknown(2, ["a"]));
        ids.Add(2, Enumerable.Range(0, 100).Select(i => $"{i}"));
        Assert.InRange(100 - ids.Unknown(2, Enumerable.Range(0, 100).Select(i => $"{i}")).Length, 3, 6);
    }
}
