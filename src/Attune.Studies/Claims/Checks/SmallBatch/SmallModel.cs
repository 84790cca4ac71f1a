using Attune.Neural;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>A small network of attention and the simplest task that it can learn: every token is followed by the one that a rule names.</summary>
static class SmallModel
{
    const int Vocabulary = 32, Length = 12;

    /// <summary>Options of the network; dropout is off, so that how a batch is cut into parts changes nothing.</summary>
    internal static Sasrec Options => new() { Width = 32, Layers = 1, Heads = 2, Dropout = 0, MaxLength = Length, Seed = 5 };

    /// <summary>So many sequences of the task, whose first token is drawn. Half of them ask at every place, the others only in their second half: batches have unequal targets.</summary>
    internal static TokenSequences Task(int sequences, Seed seed)
    {
        var (tokens, answers, stream) = (new int[sequences * Length], new int[sequences * Length], seed.Stream());
        for (var s = 0; s < sequences; s++)
        {
            var token = stream.NextInt(Vocabulary);
            for (var t = 0; t < Length; t++)
            {
                tokens[s * Length + t] = token;
                token = (5 * token + 3) % Vocabulary;
                answers[s * Length + t] = s % 2 == 0 || t >= Length / 2 ? token : -1;
            }
        }
        return new TokenSequences(Vocabulary, Length, tokens, answers);
    }

    /// <summary>Trains a network, without clipping, and gives its weights, one after the other, with the loss of a test before and after.</summary>
    internal static (float[] Weights, double Before, double After) Train(Sasrec options, int sequences, FitContext context)
    {
        using var scope = new Scope();
        var init = new Init(options.Seed);
        using var network = ((ISequenceTrainer)options).Network(init, Vocabulary);
        var batches = new TokenBatches(Task(sequences, 1), new BatchOptions(Length, options.BatchSize, options.Seed));
        var (test, catalog) = (Task(64, 2), TokenFit.CatalogOf(Vocabulary));
        using var optimizer = SequenceFit.OptimizerOf(options, network, batches);
        var before = TokenFit.Measure(network, test).Loss;
        SequenceFit.LoopOf(options, network, optimizer, batches, catalog, init).Run(new FitContext { Threads = context.ThreadCount, Cancellation = context.Cancellation });
        return ([.. network.Parameters.SelectMany(p => p.Value.ToArray<float>())], before, TokenFit.Measure(network, test).Loss);
    }
}
