using Attune.Studies;

namespace Attune.Tests;

public sealed class CellDetailTests
{
    [Fact]
    public void Of_Values_LeavesOutWhatIsUndefined()
    {
        var detail = CellDetail.Of("young", "ndcg@10", [1, double.NaN, 2, 6]);
        Assert.Equal((3, 3.0), (detail.Count, detail.Mean));
        Assert.Equal(Math.Sqrt(7), detail.Deviation, 12);
        Assert.Equal(0, CellDetail.Of("young", "ndcg@10", [double.NaN]).Count);
        Assert.True(double.IsNaN(CellDetail.Of("young", "ndcg@10", [4]).Deviation));
    }

    [Theory, InlineData(""), InlineData("18:49"), InlineData("a; b"), InlineData("a\nb")]
    public void New_NameThatCannotBeWritten_IsRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => CellDetail.One(name, "ndcg@10", 1));
        Assert.Throws<ArgumentException>(() => CellDetail.One("young", name, 1));
    }
}
