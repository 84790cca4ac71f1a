namespace Attune.Tests;

public sealed class ClickTableTests : ClickSourceContract
{
    protected override IClickSource Source() => Truth.Table(0, 1000);

    [Fact]
    public void Of_CodesOutsideTheirField_AreRefused()
    {
        var fields = new ClickFields([new ClickField("a", ClickFieldKind.Categorical, ClickFieldRole.Context, 0, 3, 0, 1), new ClickField("b", ClickFieldKind.Categorical, ClickFieldRole.Context, 3, 3, 1, 1)]);
        Assert.Equal("Row 1 has the code 2 in field 'b', which has 3 to 5. (Parameter 'rows')", Assert.Throws<ArgumentException>(() => ClickTable.Of(fields, new ClickRows(2, [0, 3, 1, 2], null, [0, 1], null))).Message);
    }

    [Fact]
    public void Of_LabelsMissing_IsRefused()
    {
        var fields = new ClickFields([new ClickField("a", ClickFieldKind.Categorical, ClickFieldRole.Context, 0, 3, 0, 1)]);
        Assert.Contains("There are 2 rows, but 1 labels", Assert.Throws<ArgumentException>(() => ClickTable.Of(fields, new ClickRows(1, [0, 1], null, [1], null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_SomeRows_AreThese()
    {
        var table = Truth.Table(0, 100);
        var taken = table.Take([7, 3]);
        Assert.Equal([.. table.Rows.Codes[42..48], .. table.Rows.Codes[18..24]], taken.Rows.Codes);
        Assert.NotEqual(table.Fingerprint, taken.Fingerprint);
    }
}
