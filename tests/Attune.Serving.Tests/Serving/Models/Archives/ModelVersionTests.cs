using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed class ModelVersionTests
{
    readonly ManualTime _time = new();

    [Fact]
    public void Next_WithoutOthers_NamesTimeModelAndDigits()
    {
        var (version, created) = ModelVersion.Next([], "als", _time);
        Assert.Matches("^20261129T120000-als-[0-9a-f]{4}$", version);
        Assert.Equal(_time.GetUtcNow(), created);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData(-400_000_000)]
    public void Next_WithinTheSameSecondOrWithTheClockSetBack_SortsAfterAllOthers(int seconds)
    {
        var kept = new List<ModelRecord>();
        for (var i = 0; i < 20; i++)
        {
            var (version, created) = ModelVersion.Next(kept, "als", _time);
            kept.Add(new ModelRecord { Version = version, Model = "als", Created = created });
            if (i == 5) _time.Set(_time.GetUtcNow().AddSeconds(seconds));
        }
        Assert.Equal(kept.Select(m => m.Version), kept.Select(m => m.Version).Order(StringComparer.Ordinal));
        Assert.Equal(20, kept.Select(m => m.Created).Distinct().Count());
    }
}
