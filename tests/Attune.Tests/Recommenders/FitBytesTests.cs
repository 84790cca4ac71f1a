namespace Attune.Tests;

public sealed class FitBytesTests
{
    static readonly Dataset s_world = Worlds.Random(users: 3000, items: 500, perUser: 6);

    public static TheoryData<string> Told => ["ease", "slim", "als", "bpr", "warp", "logistic-mf"];

    /// <summary>Held against what a training on one thread allocates: no less than a half of what is foretold, and little beside what small things and the data take.</summary>
    [Theory]
    [MemberData(nameof(Told))]
    public void FitBytes_OfModelsThatTellThem_AreWhatTrainingAllocates(string name)
    {
        var trainer = Trainers.Create(name, name is "ease" or "slim" ? [] : [KeyValuePair.Create("factors", "128")]);
        var told = trainer.FitBytes(DataSize.Of(s_world));
        trainer.Fit(s_world, new FitContext { Threads = 1 });
        var before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Fit(s_world, new FitContext { Threads = 1 });
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(told > 500_000, $"{name} foretells {told} bytes.");
        Assert.True(taken >= told / 2, $"{name} foretells {told} bytes and allocates {taken}.");
        Assert.True(taken <= 4 * told + 8_000_000, $"{name} foretells {told} bytes and allocates {taken}.");
    }

    [Fact]
    public void FitBytes_OfDenseModels_GrowWithTheSquareOfItems()
    {
        var size = new DataSize(1000, 40_000, 1_000_000);
        Assert.Equal(4L * 40_000 * 40_000, new Ease().FitBytes(size));
        Assert.Equal(4 * new Ease().FitBytes(size), new Ease().FitBytes(size with { Items = 80_000 }));
        Assert.Equal(new Ease().FitBytes(size) + new Als { Factors = 64 }.FitBytes(size), new Blend { Models = ["ease", "als", "item-knn"] }.FitBytes(size));
    }
}
