namespace Attune.Neural.Tests;

/// <summary>A mixer of each kind, small, with the lower bounds of a network of three layers of which it is the second or another.</summary>
sealed class SomeMixers : IDisposable
{
    internal const int Width = 8, Heads = 2;

    internal SomeMixers(MixerKind kind, DType type = DType.Float64, MixerShape? shape = null, int layer = 1)
    {
        var init = new Init(1, Device.Cpu, type);
        Bounds = new LowerBounds(init, 3, Width);
        using (var scope = new Scope()) Bounds.Parameters.Single().Value.Detach().CopyInPlace(new Init(2, Device.Cpu, type).Normal([3, Width], 1));
        Mixer = TokenMixers.Create(kind, init, shape ?? Shape, Bounds, layer);
    }

    // Chunks of 4, so that ten places are three.
    internal static MixerShape Shape { get; } = new() { Width = Width, Heads = Heads, MaxLength = 32, Chunk = 4 };

    internal LowerBounds Bounds { get; }

    internal TokenMixer Mixer { get; }

    internal static TheoryData<MixerKind> Kinds => [.. Enum.GetValues<MixerKind>()];

    /// <summary>All places of sequences one after the other.</summary>
    internal static (Tensor Output, Tensor[] State) Steps(TokenMixer mixer, Tensor x)
    {
        var (state, outputs) = (mixer.Start(x.Size(0)), new Tensor[x.Size(1)]);
        for (var t = 0; t < outputs.Length; t++) (outputs[t], state) = mixer.Step(x.Select(1, t), state);
        return (Tensor.Stack(outputs, 1), state);
    }

    public void Dispose()
    {
        Mixer.Dispose();
        Bounds.Dispose();
    }
}
