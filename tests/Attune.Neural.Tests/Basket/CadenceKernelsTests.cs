namespace Attune.Neural.Tests;

/// <summary>Calendars through <see cref="CadenceKernels"/>: against the convolution of libtorch, day by day, and what happens at the edges.</summary>
public sealed class CadenceKernelsTests
{
    static readonly int[] s_sizes = [7, 14, 28, 91, 182];

    internal static PurchaseHistory History(params (int Item, int[] DaysAgo)[] items) => PurchaseHistory.Of(
        [.. items.SelectMany(i => i.DaysAgo.Select(_ => i.Item))], [.. items.SelectMany(i => i.DaysAgo.Select(d => (1000L - d) * 86_400_000))], 1000);

    static RepeatBatch Some() => new([History((4, [1, 8, 9, 364]), (2, [30, 31, 200]), (9, [500])), History((1, [7, 14, 364, 365]))], [0, 1], 1024);

    [TorchFact]
    public void DenseAndSparse_AreTheConvolutionOfTheCalendar()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        using var kernels = new CadenceKernels(new Init(3), s_sizes, 364);
        var batch = Some();
        var calendar = Tensor.Zeros([6, 1, 364]);
        for (var b = 0; b < 2; b++)
            for (var s = 0; s < batch.Sizes[b]; s++)
                foreach (var d in batch.DaysAgo(b, s))
                    if (d <= 364) calendar.Span<float>()[(b * 3 + s) * 364 + d - 1] = 1;
        var p = kernels.Parameters.Select(v => v.Value).ToArray();
        var expected = Tensor.Cat([.. s_sizes.Select((k, i) => calendar.Conv1D(p[2 * i], p[2 * i + 1], stride: k).Relu().Squeeze(1))], 1).ToArray<float>();
        Assert.Equal(97, kernels.Features);
        Assert.Equal(97 * 6, expected.Length);
        foreach (var found in new[] { kernels.Dense(batch), kernels.Sparse(batch) })
        {
            Assert.Equal([2, 3, 97], found.Shape);
            var values = found.ToArray<float>();
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], 1e-6f);
        }
    }

    [TorchFact]
    public void Yesterday_IsTheFirstPlaceOfEveryKernel()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        using var kernels = new CadenceKernels(new Init(3), [2, 3], 7);
        var p = kernels.Parameters.Select(v => v.Value).ToArray();
        p[0].CopyInPlace(Tensor.Wrap([10f, 20f], 1, 1, 2));
        p[2].CopyInPlace(Tensor.Wrap([1f, 2f, 3f], 1, 1, 3));
        p[1].FillInPlace(0.5);
        p[3].FillInPlace(0);
        var features = kernels.Sparse(new RepeatBatch([History((0, [1, 4, 7]))], [0], 9)).ToArray<float>();
        // Of 7 days pairs read 6 and threes 6; day 7 is read by neither.
        Assert.Equal([10.5f, 20.5f, 0.5f, 1, 1], features);
    }

    [TorchFact]
    public void Dead_KernelsWithNothingAboveZero_AreNamed()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        using var kernels = new CadenceKernels(new Init(3), s_sizes, 364);
        Assert.Empty(kernels.Dead);
        var p = kernels.Parameters.Select(v => v.Value).ToArray();
        Assert.All(Enumerable.Range(0, 5), i => Assert.InRange(p[2 * i + 1].Item(), 0, 1));
        p[2].FillInPlace(-0.1);
        Assert.Empty(kernels.Dead);
        p[3].FillInPlace(0);
        Assert.Equal([14], kernels.Dead);
        Assert.All(kernels.Dense(Some()).Narrow(2, 52, 26).Contiguous().ToArray<float>(), v => Assert.Equal(0, v));
    }

    [TorchFact]
    public void Gradients_OfTheDenseCalendar_AreTheDifferences()
    {
        using var scope = new Scope();
        using var kernels = new CadenceKernels(FiniteDifferences.Init(), [2, 3], 12);
        var batch = new RepeatBatch([History((0, [1, 4, 7, 12]), (1, [2, 3, 5]), (2, [6, 8, 9]))], [0], 9);
        FiniteDifferences.Check(kernels, () => kernels.Dense(batch));
    }
}
