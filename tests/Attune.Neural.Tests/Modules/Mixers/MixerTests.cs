namespace Attune.Neural.Tests;

/// <summary>What every mixer of places must hold: steps give what whole sequences give, padding changes nothing, nobody sees later places, and the state has the size that is said.</summary>
public sealed class MixerTests
{
    const int Width = SomeMixers.Width, Length = 11;

    public static TheoryData<MixerKind> Kinds => SomeMixers.Kinds;

    [TorchTheory, MemberData(nameof(Kinds))]
    public void Forward_WholeSequences_EqualSteps(MixerKind kind)
    {
        foreach (var (type, tolerance) in new[] { (DType.Float32, 1e-4), (DType.Float64, 1e-11) })
        {
            using var scope = new Scope();
            using var some = new SomeMixers(kind, type);
            var x = new Init(7, Device.Cpu, type).Normal([3, Length, Width], 1);
            Near(some.Mixer.Forward(x), SomeMixers.Steps(some.Mixer, x).Output, tolerance);
        }
    }

    // Sequences of 11, 7 and 1 places in one batch. What stands in padded places must not matter, not even if it is no number.
    [TorchTheory, MemberData(nameof(Kinds))]
    public void Forward_PaddedOnTheLeft_EqualsEverySequenceByItself(MixerKind kind)
    {
        foreach (var (type, tolerance) in new[] { (DType.Float32, 1e-6), (DType.Float64, 1e-12) })
        {
            using var scope = new Scope();
            using var some = new SomeMixers(kind, type);
            var x = new Init(7, Device.Cpu, type).Normal([3, Length, Width], 1);
            int[] missing = [0, 4, 10];
            var padding = Tensor.Of([.. missing.SelectMany(m => Enumerable.Range(0, Length).Select(t => t < m))], 3, Length);
            var found = some.Mixer.Forward(x.MaskedFill(padding.Unsqueeze(-1), double.NaN), padding);
            for (var b = 0; b < missing.Length; b++)
            {
                var alone = x.Narrow(0, b, 1).Narrow(1, missing[b], Length - missing[b]);
                Near(some.Mixer.Forward(alone), found.Narrow(0, b, 1).Narrow(1, missing[b], Length - missing[b]), tolerance);
                Near(SomeMixers.Steps(some.Mixer, alone).Output, found.Narrow(0, b, 1).Narrow(1, missing[b], Length - missing[b]), 10 * tolerance);
            }
        }
    }

    // Padding at the beginning meets a state of zeros, which fades to zeros whatever is done; in the middle it shows whether the state is left alone. Positions and convolutions would count the place.
    [TorchTheory]
    [InlineData(MixerKind.Hgrn)]
    [InlineData(MixerKind.Gla)]
    [InlineData(MixerKind.Hgrn2)]
    [InlineData(MixerKind.DeltaNet)]
    [InlineData(MixerKind.GatedDeltaNet)]
    public void Forward_AMaskedPlaceInTheMiddle_LeavesTheStateAsItIs(MixerKind kind)
    {
        using var scope = new Scope();
        using var some = new SomeMixers(kind, shape: SomeMixers.Shape with { Convolution = false });
        var x = new Init(7, Device.Cpu, DType.Float64).Normal([2, Length, Width], 1);
        var padding = Tensor.Of([.. Enumerable.Range(0, 2 * Length).Select(i => i % Length == 5)], 2, Length);
        var without = some.Mixer.Forward(Tensor.Cat([x.Narrow(1, 0, 5), x.Narrow(1, 6, Length - 6)], 1));
        var found = some.Mixer.Forward(x, padding);
        Near(without, Tensor.Cat([found.Narrow(1, 0, 5), found.Narrow(1, 6, Length - 6)], 1), 1e-12);
    }

    [TorchTheory, MemberData(nameof(Kinds))]
    public void Forward_ALaterPlaceChanged_ChangesNoEarlierOne(MixerKind kind)
    {
        using var scope = new Scope();
        using var some = new SomeMixers(kind);
        var x = new Init(7, Device.Cpu, DType.Float64).Normal([2, Length, Width], 1);
        for (var t = 1; t < Length; t++)
        {
            var changed = Tensor.Cat([x.Narrow(1, 0, t), x.Narrow(1, t, 1) + 1, x.Narrow(1, t + 1, Length - t - 1)], 1);
            var (before, after) = (some.Mixer.Forward(x), some.Mixer.Forward(changed));
            Near(before.Narrow(1, 0, t), after.Narrow(1, 0, t), 1e-13);
            Assert.True((before - after).Narrow(1, t, 1).Abs().Max().Item() > 1e-3);
            if (t + 1 < Length) Assert.True((before - after).Narrow(1, t + 1, 1).Abs().Max().Item() > 1e-5);
        }
    }

    [TorchTheory, MemberData(nameof(Kinds))]
    public void StateSize_AfterSomePlaces_IsWhatTheStateHolds(MixerKind kind)
    {
        using var scope = new Scope();
        foreach (var shape in new[] { SomeMixers.Shape, SomeMixers.Shape with { Convolution = false } })
        {
            using var some = new SomeMixers(kind, DType.Float32, shape);
            foreach (var places in new[] { 1, 2, 9 })
            {
                var state = SomeMixers.Steps(some.Mixer, Tensor.Ones([3, places, Width])).State;
                Assert.Equal(some.Mixer.StateSize(places), state.Sum(t => t.Count) / 3);
                Assert.All(state, t => Assert.Equal(3, t.Size(0)));
                Assert.Equal(kind is MixerKind.Softmax ? 2 * Width * places + 1 : some.Mixer.StateSize(1000), some.Mixer.StateSize(places));
            }
        }
    }

    // A state may be kept and gone on from twice.
    [TorchTheory, MemberData(nameof(Kinds))]
    public void Step_Always_LeavesTheStateBeforeAsItWas(MixerKind kind)
    {
        using var scope = new Scope();
        using var some = new SomeMixers(kind);
        var x = new Init(7, Device.Cpu, DType.Float64).Normal([2, 5, Width], 1);
        var state = SomeMixers.Steps(some.Mixer, x).State;
        var before = state.Select(t => t.ToArray<double>()).ToArray();
        var first = some.Mixer.Step(x.Select(1, 0), state).Output.ToArray<double>();
        Assert.Equal(before, state.Select(t => t.ToArray<double>()));
        Assert.Equal(first, some.Mixer.Step(x.Select(1, 0), state).Output.ToArray<double>());
    }

    [TorchTheory]
    [InlineData(MixerKind.Softmax)]
    [InlineData(MixerKind.RetNet)]
    public void Step_BeyondTheLongestSequence_GoesOn(MixerKind kind)
    {
        using var scope = new Scope();
        using var some = new SomeMixers(kind);
        using var shorter = new SomeMixers(kind, shape: SomeMixers.Shape with { MaxLength = 3 });
        var x = new Init(7, Device.Cpu, DType.Float64).Normal([2, Length, Width], 1);
        Near(some.Mixer.Forward(x), SomeMixers.Steps(shorter.Mixer, x).Output, 1e-11);
        Assert.Contains("Keep the newest 3", Assert.Throws<ArgumentException>(() => shorter.Mixer.Forward(x)).Message, StringComparison.Ordinal);
    }

    [TorchTheory, MemberData(nameof(Kinds))]
    public void Forward_AnyChunk_GivesTheSame(MixerKind kind)
    {
        using var scope = new Scope();
        using var some = new SomeMixers(kind);
        var x = new Init(7, Device.Cpu, DType.Float64).Normal([2, 23, Width], 1);
        foreach (var chunk in new[] { 5, 16, 64 })
        {
            using var other = new SomeMixers(kind, shape: SomeMixers.Shape with { Chunk = chunk });
            Near(some.Mixer.Forward(x), other.Mixer.Forward(x), 1e-12);
        }
    }

    [TorchTheory, MemberData(nameof(Kinds))]
    public void TrainingAndSteps_LeaveNoTensorBehind(MixerKind kind)
    {
        var before = Scope.LiveTensors;
        using (var some = new SomeMixers(kind, DType.Float32))
        {
            var held = Scope.LiveTensors;
            for (var round = 0; round < 3; round++)
            {
                using var scope = new Scope();
                var x = Tensor.Ones([2, Length, Width]);
                Gradients.Backward(some.Mixer.Forward(x, x.Select(2, 0).Eq(0)).Sum());
                using var off = Gradients.NotRecorded();
                var around = Scope.LiveTensors;
                var (output, state) = some.Mixer.Step(x.Select(1, 0), some.Mixer.Start(2));
                // The place, the state before, the output and the state after.
                Assert.Equal(around + 2 + 2 * state.Length, Scope.LiveTensors);
            }
            Assert.Equal(held, Scope.LiveTensors);
        }
        Assert.Equal(before, Scope.LiveTensors);
    }

    static void Near(Tensor expected, Tensor found, double tolerance)
    {
        Assert.Equal(expected.Shape, found.Shape);
        var difference = (expected - found).Abs().Max().Item();
        Assert.True(difference <= tolerance, $"They differ by {difference}.");
    }
}
