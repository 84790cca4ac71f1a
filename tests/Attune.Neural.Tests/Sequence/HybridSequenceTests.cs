using Attune.Tests;

namespace Attune.Neural.Tests;

public sealed class HybridSequenceTests : SequenceContract
{
    protected override ITrainer Trainer => new HybridSequence { Width = 16, Layers = 2, Pattern = "every:2", Dropout = 0.3, BatchSize = 10, Epochs = 15, LearningRate = 0.01 };

    protected override ITrainer Steady => new HybridSequence { Width = 16, Layers = 2, Pattern = "every:2", Dropout = 0, BatchSize = 10, Epochs = 40, LearningRate = 0.01, MaxLength = 20 };

    public static TheoryData<MixerKind, string> Patterns => new(from kind in Enum.GetValues<MixerKind>() from pattern in new[] { "pure", "every:2" } select (kind, pattern));

    static IRecurrent Trained(MixerKind kind, string pattern) =>
        (IRecurrent)new HybridSequence { Width = 16, Layers = 2, Mixer = kind, Pattern = pattern, Dropout = 0.1, BatchSize = 20, Epochs = 2, LearningRate = 0.01, MaxLength = 40 }.Fit(Circles());

    static float[] Scores(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    static int[] History(int length) => [.. Enumerable.Range(0, length).Select(i => i * 7 % 12)];

    [Theory, MemberData(nameof(Patterns))]
    public void Step_ItemAfterItem_AnswersAsTheWholeHistory(MixerKind kind, string pattern)
    {
        var model = Trained(kind, pattern);
        var state = model.Start;
        foreach (var item in History(33))
        {
            state = model.Step(state, item);
            Near(Scores(model, Query.From([.. History((int)state.Items)])), Scores(model, new Query { State = state, History = [] }));
        }
        Near(Scores(model, Query.From(History(33))), Scores(model, new Query { State = model.Step(model.Start, History(20)), History = History(33)[20..] }));
    }

    [Theory, MemberData(nameof(Patterns))]
    public void State_OfLinearLayers_StaysAsLargeAsItIs(MixerKind kind, string pattern)
    {
        var model = Trained(kind, pattern);
        var (short_, longer) = (model.Step(model.Start, History(5)), model.Step(model.Start, History(35)));
        if (kind is not MixerKind.Softmax && pattern == "pure") Assert.Equal(short_.Bytes, longer.Bytes);
        else Assert.Equal(30 * 4 * 2 * 16 * (kind is MixerKind.Softmax ? 2 : 1), longer.Bytes - short_.Bytes);
    }

    [Fact]
    public void State_OfFullAttention_KeepsTheNewestPlaces()
    {
        var model = Trained(MixerKind.Softmax, "full");
        Assert.Equal(model.Step(model.Start, History(40)).Bytes, model.Step(model.Start, History(60)).Bytes);
    }

    [Fact]
    public void State_SavedAndLoaded_GoesOn()
    {
        var model = Trained(MixerKind.GatedDeltaNet, "every:2");
        var state = model.Step(model.Start, History(9));
        var loaded = UserState.Load(state.Save());
        Assert.Equal((state.Items, state.Bytes), (loaded.Items, loaded.Bytes));
        Assert.Equal(Scores(model, new Query { State = state, History = [3] }), Scores(model, new Query { State = loaded, History = [3] }));
        Assert.Equal(Scores(model, new Query { State = state }), Scores(model, new Query { State = model.Step(state, -1, 99) }));
        Assert.All(Scores(model, new Query { State = model.Start }), s => Assert.True(float.IsNaN(s)));
    }

    [Fact]
    public void State_OfAnotherPatternOrTraining_NamesBoth()
    {
        var model = Trained(MixerKind.GatedDeltaNet, "every:2");
        foreach (var other in new[] { Trained(MixerKind.GatedDeltaNet, "pure"), (IRecurrent)((HybridSequence)model.Trainer with { Epochs = 3 }).Fit(Circles()) })
        {
            var state = other.Step(other.Start, 1, 2);
            var thrown = Assert.Throws<DataException>(() => Scores(model, new Query { State = state }));
            Assert.Contains(((HybridSequence)other.Trainer).Pattern, thrown.Message, StringComparison.Ordinal);
            Assert.Contains("every:2: gated-delta-net, softmax", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void State_GarbageOrNewer_IsOneClearError()
    {
        var model = Trained(MixerKind.Hgrn, "pure");
        var saved = model.Step(model.Start, 1, 2).Save();
        foreach (var (bytes, expected) in new (byte[], string)[] { ([], "no state"), ([1, 2, 3], "no state"), (saved[..^1], "damaged"), ([.. saved[..40], (byte)(saved[40] ^ 1), .. saved[41..]], "damaged"), ([.. saved[..4], 2, .. saved[5..]], "version 2") })
            Assert.Contains(expected, Assert.Throws<DataException>(() => UserState.Load(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_PaddingBetweenItems_IsAnError()
    {
        using var scope = new Scope();
        using var network = ((ISequenceTrainer)Trainer).Network(new Init(1), 12);
        Assert.Contains("between its items", Assert.Throws<ArgumentException>(() => network.Forward(Tensor.Wrap([0L, 3, 0, 4], 1, 4))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("every:3", "longer than the layers")]
    [InlineData("ratio:2", "longer than the layers")]
    [InlineData("every:0", "counts from every:1")]
    [InlineData("gla softmax gla", "names 3 layers, and there are 2")]
    [InlineData("gla mamba", "write every:N")]
    public void Pattern_ThatCannotBe_IsOneClearError(string pattern, string expected)
    {
        var trainer = Options.With(Trainer, [KeyValuePair.Create("pattern", pattern)]);
        Assert.Contains(expected, Assert.Throws<OptionsException>(() => trainer.Fit(Circles())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("every:3", 8, "2 gla, softmax, 2 gla, softmax, 2 gla", 2)]
    [InlineData("ratio:3", 8, "3 gla, softmax, 3 gla, softmax", 2)]
    [InlineData("every:1", 3, "3 softmax", 3)]
    [InlineData("full", 2, "2 softmax", 2)]
    [InlineData("pure", 3, "3 gla", 0)]
    [InlineData("softmax gla,hgrn", 3, "softmax, gla, hgrn", 1)]
    public void Pattern_SaysWhatStandsWhere(string text, int layers, string expected, int full)
    {
        var pattern = LayerPattern.Parse(text, MixerKind.Gla, layers);
        Assert.Equal((expected, full, text), (pattern.ToString(), pattern.Full, pattern.Name));
    }

    // The paper's 24 layers of width 1024: its cost model by hand.
    [Fact]
    public void Cost_IsThatOfThePaper()
    {
        using var network = (HybridNetwork)((ISequenceTrainer)new HybridSequence { Width = 64, Layers = 4, Heads = 2, Mixer = MixerKind.Gla, Pattern = "every:4", MaxLength = 200 }).Network(new Init(1), 5);
        var cost = PatternCost.Of(network.Shape.Pattern, network.Mixers, 200);
        Assert.Equal(3 * (7.0 * 64 * 64 / 2) + 2 * 200 * 64, cost.Flops);
        Assert.Equal(2 * 200 * 64 * 4, cost.KeyValueBytes, 100.0);
        Assert.Contains(network.Facts, f => f.Value.Contains("full attention in 1 of 4 (25", StringComparison.Ordinal));
    }

    static void Near(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4f);
    }
}
