namespace Attune.Tests;

public sealed class ClickSchemaTests
{
    [Fact]
    public void With_OneLine_PutsColumnsToUse()
    {
        var schema = new ClickSchema { Fields = [new("a"), new("b"), new("c"), new("d"), new("e"), new("click"), new("id"), new("t"), new("w")] }
            .With("label=click,time=t,weight=w,user=a,item=b,numeric=c,buckets=d,several=e,skip=id");
        Assert.Equal(("click", "t", "w"), (schema.Label, schema.Time, schema.Weight));
        Assert.Equal(["a", "b", "c", "d", "e"], schema.Fields.Select(f => f.Name));
        Assert.Equal([ClickFieldRole.UserId, ClickFieldRole.ItemId, ClickFieldRole.Context, ClickFieldRole.Context, ClickFieldRole.Context], schema.Fields.Select(f => f.Role));
        Assert.Equal([ClickFieldKind.Categorical, ClickFieldKind.Categorical, ClickFieldKind.Numeric, ClickFieldKind.Numeric, ClickFieldKind.MultiValued], schema.Fields.Select(f => f.Kind));
        Assert.Equal(ClickNumbers.Quantiles, schema.Fields[3].Numbers);
    }

    [Theory]
    [InlineData("label", "is not of the form use=column")]
    [InlineData("colour=a", "the use 'colour', which is none of label")]
    public void With_WhatIsNoMapping_IsRefused(string mapping, string reason) =>
        Assert.Contains(reason, Assert.Throws<DataException>(() => new ClickSchema { Fields = [new("a")] }.With(mapping)).Message, StringComparison.Ordinal);

    [Fact]
    public void Json_RoundTrip_IsTheSame()
    {
        var schema = new ClickSchema { Label = "y", MinCount = 3, Time = "t", Fields = [new("a") { Role = ClickFieldRole.UserId }, new("b") { Kind = ClickFieldKind.Numeric, Numbers = ClickNumbers.LogSquares, MinCount = 2 }] };
        Assert.Equal(schema.ToJson(), ClickSchema.FromJson(schema.ToJson()).ToJson());
        Assert.Contains("\"kind\":\"numeric\"", schema.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("{\"fields\": []}", "There are no fields")]
    [InlineData("{\"fields\": [{\"name\": \"a\"}, {\"name\": \"a\"}]}", "'a' is named twice")]
    [InlineData("{\"fields\": [{\"name\": \"a\", \"labels\": 300}], \"minCount\": 0}", "labels = 300, which must be 1 to 255. minCount = 0")]
    [InlineData("{\"fields\": [{\"name\": \"a\", \"colour\": 1}]}", "colour")]
    [InlineData("{\"fields\": [{\"name\": \"a\", \"role\": \"user-id\", \"kind\": \"numeric\"}]}", "is an id, so its kind must be categorical")]
    public void FromJson_WhatCannotBe_IsOneClearError(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<DataException>(() => ClickSchema.FromJson(json)).Message, StringComparison.Ordinal);
}
