using Attune.Numerics;

namespace Attune.Neural.Tests;

public sealed class TokenFitTests : IClassFixture<CollectedModels>
{
    // At the last place the token of the third is asked.
    static TokenSequences Copies(int count, ulong seed)
    {
        var stream = ((Seed)(int)seed).Stream();
        var (tokens, answers) = (new int[count * 12], new int[count * 12]);
        answers.AsSpan().Fill(-1);
        for (var t = 0; t < tokens.Length; t++) tokens[t] = stream.NextInt(8);
        for (var s = 0; s < count; s++) answers[s * 12 + 11] = tokens[s * 12 + 2];
        return new TokenSequences(8, 12, tokens, answers);
    }

    static HybridSequence Trainer => new() { Width = 16, Layers = 2, Pattern = "full", Dropout = 0, Epochs = 12, BatchSize = 32, LearningRate = 0.01, MaxLength = 12 };

    [TorchFact]
    public void Run_TokenToBeRemembered_IsRemembered()
    {
        var watched = new List<double>();
        var (_, scores) = TokenFit.Run(Trainer, Copies(640, 1), [Copies(200, 2), Copies(100, 3)], measure => new EarlyStopping(_ =>
        {
            watched.Add(measure(Copies(100, 4)).Accuracy);
            return watched[^1];
        })
        { Patience = 100 }, FitContext.Default with { Threads = 1 });
        Assert.Equal((200, 100), (scores[0].Asked, scores[1].Asked));
        Assert.InRange(watched[0], 0, 0.9);
        Assert.InRange(scores[0].Accuracy, 0.98, 1);
        Assert.InRange(scores[0].Loss, 0, 0.2);
        Assert.Equal(12, watched.Count);
    }

    [TorchFact]
    public void Run_FromAnEarlierModel_GoesOnFromWhatItKnows()
    {
        var context = FitContext.Default with { Threads = 1 };
        var (model, scores) = TokenFit.Run(Trainer, Copies(640, 1), [Copies(200, 2)], null, context);
        var (_, again) = TokenFit.Run(Trainer with { Epochs = 1, LearningRate = 1e-6 }, Copies(64, 6), [Copies(200, 2)], null, context with { StartFrom = model });
        Assert.Equal(scores[0].Loss, again[0].Loss, 1e-3);
    }

    [TorchFact]
    public void Measure_UntrainedNetwork_IsWhatIsCountedByHand()
    {
        using var scope = new Scope();
        using var network = ((ISequenceTrainer)Trainer).Network(new Init(1), 8);
        var set = Copies(150, 5);
        var (right, loss) = (0, 0.0);
        for (var s = 0; s < set.Count; s++)
        {
            using var inner = new Scope();
            var state = network.Forward(Tensor.Wrap(set.Tokens.AsSpan(s * 12, 12).ToArray().Select(t => t + 1L).ToArray(), 1, 12)).Select(1, 11).ToArray<float>();
            var table = network.ItemTable.ToArray<float>();
            var scores = Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 16).Sum(k => (double)state[k] * table[(i + 1) * 16 + k])).ToArray();
            var answer = set.Answers[s * 12 + 11];
            if (scores.Index().MaxBy(x => x.Item).Index == answer) right++;
            loss += Math.Log(scores.Sum(Math.Exp)) - scores[answer];
        }
        var score = TokenFit.Measure(network, set);
        Assert.Equal((right / 150.0, 150), (score.Accuracy, score.Asked));
        Assert.Equal(loss / 150, score.Loss, 1e-4);
    }
}
