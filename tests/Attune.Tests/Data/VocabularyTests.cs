namespace Attune.Tests;

public sealed class VocabularyTests
{
    [Fact]
    public void Build_NumbersAndWords_AreInNaturalOrder()
    {
        var data = new DatasetBuilder().AddRange(new[] { "b", "10", "9", "a", "-1", "07", "7" }.Select(id => new Interaction("u", id))).Build();
        Assert.Equal(["-1", "07", "7", "9", "10", "a", "b"], data.Items.Ids);
    }

    [Fact]
    public void Grow_UnknownIds_FollowInNaturalOrderAndKnownOnesStay()
    {
        var grown = new Vocabulary(["b", "a"]).Grow(["10", "a", "9", "10"]);
        Assert.Equal(["b", "a", "9", "10"], grown.Ids);
        Assert.Equal(1, grown.IndexOf("a"));
        Assert.Equal(3, grown.IndexOf("10".AsSpan()));
    }

    [Fact]
    public void Grow_NothingNew_IsTheSameVocabulary()
    {
        var ids = new Vocabulary(["a"]);
        Assert.Same(ids, ids.Grow(["a"]));
    }

    [Fact]
    public void IndexOf_UnknownId_IsMinusOne() => Assert.Equal(-1, new Vocabulary(["a"]).IndexOf("A"));

    [Fact]
    public void Constructor_RepeatedId_NamesIt() =>
        Assert.Contains("'a' occurs twice", Assert.Throws<ArgumentException>(() => new Vocabulary(["a", "b", "a"])).Message, StringComparison.Ordinal);

    [Fact]
    public void MapFrom_AnotherVocabulary_MapsByIdOrMinusOne() =>
        Assert.Equal([2, -1, 0], new Vocabulary(["a", "b", "c"]).MapFrom(new Vocabulary(["c", "x", "a"])));

    [Fact]
    public void Canonical_EveryIdType_HasOneText()
    {
        Assert.Equal("-5", Vocabulary.Canonical(-5));
        Assert.Equal("5000000000", Vocabulary.Canonical(5_000_000_000));
        Assert.Equal("0f8fad5b-d9cb-469f-a165-70867728950e", Vocabulary.Canonical(new Guid("0F8FAD5B-D9CB-469F-A165-70867728950E")));
        Assert.Contains("Double", Assert.Throws<ArgumentException>(() => Vocabulary.Canonical(1.5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NaturalOrder_AnyThreeIds_IsAnOrder()
    {
        string[] ids = ["1", "01", "10", "9", "a", "", "-3", "1a", "99999999999999999999", "A"];
        foreach (var a in ids)
            foreach (var b in ids)
            {
                Assert.Equal(a == b, Vocabulary.NaturalOrder(a, b) == 0);
                Assert.Equal(Math.Sign(Vocabulary.NaturalOrder(a, b)), -Math.Sign(Vocabulary.NaturalOrder(b, a)));
                foreach (var c in ids)
                    if (Vocabulary.NaturalOrder(a, b) < 0 && Vocabulary.NaturalOrder(b, c) < 0) Assert.True(Vocabulary.NaturalOrder(a, c) < 0);
            }
    }
}
