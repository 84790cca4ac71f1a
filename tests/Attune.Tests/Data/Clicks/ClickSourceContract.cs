using Attune.Numerics;

namespace Attune.Tests;

/// <summary>What every source of click rows holds, in memory or not. The rows are planted: 1,000 of them, told apart by their codes.</summary>
public abstract class ClickSourceContract
{
    protected static PlantedTruth Truth { get; } = new PlantedClicks { Fields = 6, Signal = 4, Pairs = 1, Sizes = [3, 300, 70000] }.Plant();

    protected abstract IClickSource Source();

    static string KeyOf(ClickRows rows, int r) => string.Join(' ', rows.Codes[(r * rows.Columns)..((r + 1) * rows.Columns)]) + $" {rows.Labels[r]}";

    static List<string> Keys(IEnumerable<ClickRows> blocks) => [.. blocks.SelectMany(b => Enumerable.Range(0, b.Count).Select(r => KeyOf(b, r)))];

    static List<string> Epoch(IClickSource source, int size, Seed seed, int epoch) => Keys(Enumerable.Range(0, source.StepsOf(size)).Select(s => source.Batch(size, seed, epoch, s)));

    [Fact]
    public void Blocks_AnySize_AreTheRowsInTheirOrder()
    {
        var source = Source();
        var expected = Keys([Truth.Rows(0, 1000)]);
        Assert.Equal(1000, source.Count);
        foreach (var size in new[] { 1, 7, 64, 1000, 5000 }) Assert.Equal(expected, Keys(source.Blocks(size)));
    }

    [Theory, InlineData(1), InlineData(7), InlineData(250), InlineData(1000), InlineData(4096)]
    public void Batch_OneEpoch_HasEveryRowOnce(int size)
    {
        var epoch = Epoch(Source(), size, 5, 2);
        Assert.NotEqual(Keys([Truth.Rows(0, 1000)]), epoch);
        Assert.Equal(Keys([Truth.Rows(0, 1000)]).Order(StringComparer.Ordinal), epoch.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Batch_SeedAndEpoch_DecideTheOrder()
    {
        var source = Source();
        var one = Epoch(source, 64, 5, 0);
        Assert.Equal(one, Epoch(Source(), 64, 5, 0));
        Assert.NotEqual(one, Epoch(source, 64, 5, 1));
        Assert.NotEqual(one, Epoch(source, 64, 6, 0));
        Assert.Equal(one, Epoch(source, 100, 5, 0));
    }

    [Fact]
    public void Batch_StepsInAnyOrder_AreTheSame()
    {
        var (source, steps) = (Source(), Enumerable.Range(0, 16).ToArray());
        var forward = steps.Select(s => Keys([source.Batch(64, 1, 0, s)])).ToArray();
        foreach (var s in steps.Reverse()) Assert.Equal(forward[s], Keys([source.Batch(64, 1, 0, s)]));
        Assert.Equal(1000 % 64, source.Batch(64, 1, 0, 15).Count);
    }

    [Fact]
    public void Batch_ManyThreads_GetTheSame()
    {
        var source = Source();
        var expected = Enumerable.Range(0, 40).Select(s => Keys([source.Batch(25, 1, s % 2, s)])).ToArray();
        Parallel.For(0, 40, s => Assert.Equal(expected[s], Keys([source.Batch(25, 1, s % 2, s)])));
    }

    [Fact]
    public void Batch_StepThatAnEpochLacks_IsRefused() =>
        Assert.Contains("an epoch of 1000 rows has 16 batches of 64, numbered from 0 to 15", Assert.Throws<ArgumentOutOfRangeException>(() => Source().Batch(64, 1, 0, 16)).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Fingerprint_EqualRows_AreNamedAlike() => Assert.Equal(Source().Fingerprint, Source().Fingerprint);
}
