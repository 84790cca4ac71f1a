namespace Attune.Neural.Tests;

public sealed class ChunkRepresentersTests : IClassFixture<CollectedModels>
{
    static readonly Sasrec s_sasrec = new() { Width = 8, Layers = 2, Heads = 2, Dropout = 0.2, BatchSize = 10, Epochs = 4, LearningRate = 0.01, MaxLength = 12 };

    static Dataset Data { get; } = SequenceContract.Circles();

    static HistoryChunks Chunks { get; } = HistoryChunks.Of(Data, 7);

    static readonly Dictionary<string, Lazy<IRecommender>> s_models = new()
    {
        ["sasrec"] = new(() => s_sasrec.Fit(Data)),
        ["hstu"] = new(() => new Hstu { Width = 8, Layers = 2, Heads = 2, AttentionDim = 3, LinearDim = 5, Dropout = 0.2, BatchSize = 10, Epochs = 10, LearningRate = 0.01, MaxLength = 12, TimeBuckets = 0 }.Fit(Data)),
        ["hstu-normalised"] = new(() => new Hstu { Width = 8, Layers = 2, Normalised = true, Temperature = 0.2, Dropout = 0.2, BatchSize = 10, Epochs = 10, LearningRate = 0.01, MaxLength = 12, TimeBuckets = 0 }.Fit(Data)),
        ["sasrec-after"] = new(() => (s_sasrec with { Norm = NormPlacement.After, Heads = 1, Inner = 12 }).Fit(Data)),
    };

    static float[] Rows(IChunkRepresenter representer, HistoryChunks chunks, params int[] which)
    {
        var rows = new float[which.Length * representer.Dimension];
        representer.Represent(chunks, which, rows);
        return rows;
    }

    static int[] All(HistoryChunks chunks) => [.. Enumerable.Range(0, chunks.Count)];

    public static TheoryData<string> Models => [.. s_models.Keys];

    public static TheoryData<string, string> ModelsAndForms => new(from m in s_models.Keys from f in ChunkRepresenters.Forms select (m, f));

    static IChunkRepresenter Of(string model, string form) => ChunkRepresenters.Of(s_models[model].Value, form, dimension: 64, reference: Chunks);

    // What is added at every place has as its derivative the sum over places of that by what it is added to; padding has no part in it.
    [TorchTheory, MemberData(nameof(Models))]
    public void Gradients_OfOneChunk_AreThoseOfDifferences(string name)
    {
        var model = s_models[name].Value;
        using var loss = new ChunkLoss(model);
        foreach (var chunk in (int[])[0, 11, 22])
        {
            int[] sequence = [.. Chunks.Items(chunk)];
            double[] Mean(string bias) => Array.ConvertAll(loss.By(bias, sequence), g => g / (sequence.Length - 1));
            var (output, before, first, second) = name.StartsWith("hstu", StringComparison.Ordinal) ? ("layers.1.output.bias", "layers.0.output.bias", "layers.1.uvqk.weight", "layers.1.output.weight")
                : ("layers.1.self_attn.out_proj.bias", "layers.0.linear2.bias", "layers.1.self_attn.in_proj_weight", "layers.1.self_attn.out_proj.weight");
            Near(Mean(output), Rows(Of(name, "gradient"), Chunks, chunk));
            // Where norms stand after the sums, what comes into the last layer has been through one.
            if (name != "sasrec-after") Near(Mean(before), Rows(Of(name, "gradient-input"), Chunks, chunk));
            double[] matrices = [.. loss.By(first, sequence), .. loss.By(second, sequence)];
            Near(matrices, Raw(model, chunk));
            Near([Math.Sqrt(matrices.Sum(g => g * g))], Rows(Of(name, "grand"), Chunks, chunk));
        }
    }

    // dL/dh = E^T (p - y), here number by number.
    [TorchTheory, MemberData(nameof(Models))]
    public void GradientsOfTheHead_AreThoseOfTheDefinition(string name)
    {
        var model = (IInnerProduct)s_models[name].Value;
        var vectors = model.ItemVectors.Span;
        foreach (var chunk in (int[])[0, 11, 22])
        {
            int[] sequence = [.. Chunks.Items(chunk)];
            var (items, width) = (model.Catalog.Items.Count, vectors.Length / model.Catalog.Items.Count);
            var scores = new float[items];
            model.Score(Query.From(sequence[..^1]), model.Catalog.AllItems, scores);
            var total = scores.Sum(s => Math.Exp(s));
            double[] errors = [.. scores.Select((s, i) => Math.Exp(s) / total - (i == sequence[^1] ? 1 : 0))], expected = new double[width];
            for (var i = 0; i < items; i++)
                for (var d = 0; d < width; d++) expected[d] += errors[i] * vectors[i * width + d];
            Near(expected, Rows(Of(name, "gradient-head"), Chunks, chunk));
            Near([Math.Sqrt(errors.Sum(e => e * e))], Rows(Of(name, "el2n"), Chunks, chunk));
        }
    }

    [TorchFact]
    public void Hidden_IsTheMeanOfTheStatesAfterEachItem()
    {
        var (model, expected, state) = ((IInnerProduct)s_models["sasrec"].Value, new double[8], new float[8]);
        int[] sequence = [.. Chunks.Items(3)];
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var states = SequenceFit.NetworkOf(model)!.Value.Network.Forward(Tensor.Wrap(Array.ConvertAll(sequence, i => i + 1L), 1, sequence.Length)).ToArray<float>();
        for (var i = 0; i < states.Length; i++) expected[i % 8] += states[i] / sequence.Length;
        Near(expected, Rows(Of("sasrec", "hidden"), Chunks, 3));
        Assert.True(model.TryVector(Query.From(sequence), state));
        Near(Array.ConvertAll(state, s => (double)s), states[^8..]);
    }

    [TorchTheory, MemberData(nameof(ModelsAndForms))]
    public void Represent_ManyTogether_IsEachByItselfWhateverThePaddingAndTheThreads(string model, string form)
    {
        var representer = Of(model, form);
        // Lengths from 2 to 7 share blocks, so that shorter ones are padded.
        var mixed = HistoryChunks.Of(Data, 4, least: 1);
        var together = Rows(representer, mixed, All(mixed));
        Assert.All(together, v => Assert.True(float.IsFinite(v)));
        foreach (var chunk in (int[])[0, 1, 2, 40, 119])
            Near(Array.ConvertAll(Rows(representer, mixed, chunk), v => (double)v), together[(chunk * representer.Dimension)..((chunk + 1) * representer.Dimension)], 1e-4);
        Assert.Equal(together, Rows(Of(model, form), mixed, All(mixed)));
        var threads = Torch.Threads;
        Torch.Threads = 3 - Math.Min(2, threads);
        try
        {
            Assert.Equal(together, Rows(representer, mixed, All(mixed)));
        }
        finally
        {
            Torch.Threads = threads;
        }
    }

    [TorchFact]
    public void Represent_ItemsOfAnotherNumberingAndUnknownOnes_AreReadById()
    {
        var representer = Of("sasrec", "gradient");
        Dataset Of1(params string[] items) => new DatasetBuilder().AddRange(items.Select((i, t) => new Interaction("u", i) { Time = DateTimeOffset.UnixEpoch.AddDays(t) })).Build();
        float[] One(params string[] items) => Rows(representer, HistoryChunks.Of(Of1(items), 9, least: 1), 0);
        var known = One("i3", "i4", "i5");
        Assert.Contains(known, v => v != 0);
        Assert.Equal(known, One("i3", "new", "i4", "i5", "newer"));
        Assert.All(One("new", "i3"), v => Assert.Equal(0, v));
        Assert.All(One("i3"), v => Assert.Equal(0, v));
        Assert.Contains(Rows(Of("sasrec", "hidden"), HistoryChunks.Of(Of1("i3"), 9, least: 1), 0), v => v != 0);
    }

    [TorchFact]
    public void Represent_LongerThanIsRead_ReadsTheNewest()
    {
        var data = SequenceContract.Circles(length: 30);
        var model = s_sasrec.Fit(data);
        foreach (var form in ChunkRepresenters.Forms.Except(["less"]))
        {
            var representer = ChunkRepresenters.Of(model, form, dimension: 16);
            // 12 places are read, and one more is foretold.
            var (whole, newest) = (HistoryChunks.Of(data, 30), HistoryChunks.Of(data, 30, from: DateTimeOffset.UnixEpoch.AddDays(form == "hidden" ? 18 : 17)));
            Assert.Equal(Rows(representer, newest, 0), Rows(representer, whole, 0));
        }
    }

    // The matrix of signs is exact in the mean: products of projected rows have the variance of Johnson and Lindenstrauss.
    [TorchFact]
    public void GradientParameters_Projected_KeepAngles()
    {
        var (model, raw) = (s_models["sasrec"].Value, Enumerable.Range(0, 40).Select(c => Raw(s_models["sasrec"].Value, c)).ToArray());
        var projected = ChunkRepresenters.Of(model, "gradient-parameters");
        var rows = Enumerable.Range(0, 40).Select(c => Rows(projected, Chunks, c)).ToArray();
        Assert.Equal(512, projected.Dimension);
        var errors = (from i in Enumerable.Range(0, 40) from j in Enumerable.Range(1, 5) let k = (i + j * 7) % 40 select Math.Abs(Cosine(rows[i], rows[k]) - Cosine(raw[i], raw[k]))).ToArray();
        Assert.Equal(200, errors.Length);
        Assert.InRange(errors.Average(), 1e-4, 0.05);
        Assert.NotEqual(rows[0], Rows(ChunkRepresenters.Of(model, "gradient-parameters", seed: 7), Chunks, 0));
    }

    // ⟨G_i, G_j⟩ = Σ_ab (x_ia · x_jb)(δ_ia · δ_jb): the gradients of a matrix without the matrix.
    [TorchFact]
    public void GradientParameters_Products_AreThoseOfTheirFactors()
    {
        using var scope = new Scope();
        var model = s_models["sasrec"].Value;
        var network = SequenceFit.NetworkOf(model)!.Value.Network;
        var (first, second) = (Factors(3), Factors(15));
        var expected = first.Zip(second, (a, b) => (a.X.MatMul(b.X.T) * a.Delta.MatMul(b.Delta.T)).Sum().Item()).Sum();
        Assert.Equal(expected, Raw(model, 3).Zip(Raw(model, 15), (a, b) => (double)a * b).Sum(), 1e-4 * Math.Abs(expected));

        (Tensor X, Tensor Delta)[] Factors(int chunk)
        {
            using var tap = new AttentionTap();
            var (states, gradient) = HeadGradient.Of(network, BlockOf(model, chunk), tap);
            var deltas = Gradients.Of(states, [.. tap.Products.Select(p => p.Output)], gradient);
            return [.. deltas.Select((d, i) => (tap.Products[i].Input.Detach().Squeeze(0), d.Squeeze(0)))];
        }
    }

    [TorchFact]
    public void Less_IsTheProjectionOfWhatIsDividedByTheReference()
    {
        var (model, reference) = (s_models["sasrec"].Value, Chunks.Take([1, 2, 3]));
        var raw = Enumerable.Range(0, 3).Select(c => Raw(model, c + 1)).ToArray();
        var factors = Enumerable.Range(0, raw[0].Length).Select(i => raw.Sum(r => (double)r[i] * r[i]) / 3).ToArray();
        var least = 1e-3 * Math.Sqrt(factors.Average());
        using var scope = new Scope();
        var divided = Raw(model, 9).Select((g, i) => (float)(g / Math.Max(Math.Sqrt(factors[i]), least))).ToArray();
        var expected = new SignProjection(((Attune.Numerics.Seed)42).Derive("signs"), divided.Length, 64).Of(Tensor.Wrap(divided, 1, divided.Length)).ToArray<float>();
        Near(Array.ConvertAll(expected, e => (double)e), Rows(ChunkRepresenters.Of(model, "less", dimension: 64, reference: reference), Chunks, 9), 1e-3);
    }

    [TorchFact]
    public void Of_WhatCannotBe_IsOneClearError()
    {
        Assert.Contains("There are: hidden, gradient", Assert.Throws<ArgumentException>(() => ChunkRepresenters.Of(s_models["sasrec"].Value, "magic")).Message, StringComparison.Ordinal);
        Assert.Contains("A popularity gives chunks no vector", Assert.Throws<ArgumentException>(() => ChunkRepresenters.Of(new Popularity().Fit(Data), "hidden")).Message, StringComparison.Ordinal);
        var bert = new Bert4rec { Width = 8, Heads = 1, Layers = 1, Epochs = 1 }.Fit(Data);
        Assert.Contains("Take gru4rec, hstu or sasrec", Assert.Throws<ArgumentException>(() => ChunkRepresenters.Of(bert, "hidden")).Message, StringComparison.Ordinal);
        var gru = new Gru4rec { Width = 8, States = 8, Epochs = 1 }.Fit(Data);
        Assert.Contains("Take hstu or sasrec", Assert.Throws<ArgumentException>(() => ChunkRepresenters.Of(gru, "gradient")).Message, StringComparison.Ordinal);
        Assert.Contains(Rows(ChunkRepresenters.Of(gru, "gradient-head"), Chunks, 0), v => v != 0);
        Assert.Contains("give some as the reference", Assert.Throws<ArgumentException>(() => ChunkRepresenters.Of(s_models["sasrec"].Value, "less")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ChunkRepresenters.Of(s_models["sasrec"].Value, "gradient-parameters", dimension: 0));
        Assert.Contains("there is room for 5", Assert.Throws<ArgumentException>(() => Of("sasrec", "hidden").Represent(Chunks, [0], new float[5])).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Represent_Cancelled_Ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Of("sasrec", "gradient").Represent(Chunks, [0], new float[8], source.Token));
    }

    // The formula of the ledger, number by number: 2 layers, width 8, 12 items; backward twice the forward.
    [TorchFact]
    public void FlopsOf_IsTheForwardPassAndTwiceForTheGradient()
    {
        var network = SequenceFit.NetworkOf(s_models["sasrec"].Value)!.Value.Network;
        var forward = network.FlopsOf(6)!.Value + 2 * 12 * 8;
        Assert.Equal(network.FlopsOf(7)!.Value, Of("sasrec", "hidden").FlopsOf(7));
        Assert.Equal(3 * forward, Of("sasrec", "gradient").FlopsOf(7));
        Assert.Equal(forward + 2 * 12 * 8, Of("sasrec", "gradient-head").FlopsOf(7));
        Assert.Equal(3 * forward + 2 * 6 * 256 + 2 * 256 * 64, Of("sasrec", "gradient-parameters").FlopsOf(7));
        Assert.Equal(Of("sasrec", "gradient").FlopsOf(13), Of("sasrec", "gradient").FlopsOf(99));
        Assert.Equal(0, Of("sasrec", "gradient").FlopsOf(1));
    }

    static ChunkBlock BlockOf(IRecommender model, int chunk)
    {
        int[] sequence = [.. Chunks.Items(chunk)];
        var vectors = ((IInnerProduct)model).ItemVectors;
        var items = model.Catalog.Items.Count;
        return new ChunkBlock(Tensor.Wrap(Array.ConvertAll(sequence[..^1], i => i + 1L), 1, sequence.Length - 1), default, [sequence.Length - 1], [sequence[^1]], Tensor.Wrap(vectors.ToArray(), items, vectors.Length / items));
    }

    static float[] Raw(IRecommender model, int chunk)
    {
        using var scope = new Scope();
        return ParameterGradient.Of(SequenceFit.NetworkOf(model)!.Value.Network, BlockOf(model, chunk)).ToArray<float>();
    }

    static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(y => (double)y * y));

    // By the length of the difference beside that of what is expected.
    static void Near(double[] expected, float[] found, double most = 1e-3)
    {
        Assert.Equal(expected.Length, found.Length);
        var (difference, length) = (Math.Sqrt(expected.Zip(found, (e, f) => (e - f) * (e - f)).Sum()), Math.Sqrt(expected.Sum(e => e * e)));
        Assert.True(difference <= most * length + 1e-9, $"they differ by {difference} at a length of {length}");
    }
}
