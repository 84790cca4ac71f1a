using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Learns days of purchase. What comes in a step follows from the seed, the epoch and the step; users of about as many items go through the network together (<see cref="SizeGroups"/>), and the gradients of these groups add up.
/// </summary>
sealed class RepeatLearner : ILearner
{
    // Each group more is a gradient of the whole table more.
    const double Slack = 0.5;

    readonly IRepeatTrainer _trainer;
    readonly RepeatNetwork _network;
    readonly Repurchase[] _examples;
    readonly Deal _deal;
    readonly Seed _seed;
    readonly Device _device;

    internal RepeatLearner(IRepeatTrainer trainer, RepeatNetwork network, Repurchase[] examples, Device device)
    {
        (_trainer, _network, _examples, _device) = (trainer, network, examples, device);
        _seed = ((Seed)trainer.Seed).Derive("negatives");
        _deal = new Deal(examples.Length, trainer.BatchSize, ((Seed)trainer.Seed).Derive("days"));
    }

    public int Steps => _deal.Steps;

    public long Targets => _examples.Sum(TargetsOf);

    public string Data
    {
        get
        {
            var hash = (Seed)0;
            foreach (var e in _examples)
            {
                hash = hash.Derive(e.User).Derive(e.Day);
                for (var i = 0; i < e.Bought.Length; i++)
                {
                    hash = hash.Derive(2 * e.History.Items[i] + (e.Bought[i] ? 1 : 0));
                    foreach (var d in e.History.DaysAgo(i)) hash = hash.Derive(d);
                }
            }
            return $"{_examples.Length} days of purchase ({hash.Value:x16})";
        }
    }

    public long TargetsOf(Part part)
    {
        var sum = 0L;
        foreach (var e in _deal.Of(part.Epoch, part.Step)) sum += TargetsOf(_examples[e]);
        return sum;
    }

    public Learned Learn(Part part)
    {
        using var scope = new Scope();
        int[] mine = [.. _deal.Of(part, out var share).Order()];
        var (all, targets) = (TargetsOf(part), mine.Sum(e => TargetsOf(_examples[e])));
        var seed = _seed.Derive((long)part.Epoch * Steps + part.Step);
        var (loss, cells) = (0.0, 0L);
        foreach (var group in SizeGroups.Of(Array.ConvertAll(mine, e => SizeOf(_examples[e])), Slack))
        {
            using var inner = new Scope();
            Repurchase[] examples = Array.ConvertAll(group, p => _examples[mine[p]]);
            var batch = new RepeatBatch(Array.ConvertAll(examples, e => e.History), Array.ConvertAll(examples, e => e.User), _trainer.MostCandidates, _device);
            var sum = _trainer.Criterion.Sum(_network.Forward(batch), batch, examples, Array.ConvertAll(group, p => seed.Derive(mine[p])));
            // A part without examples of its own repeats one, with share 0.
            Gradients.Backward(sum * (share > 0 ? 1.0 / Math.Max(1, all) : 0));
            loss += sum.Detach().Item();
            cells += batch.Cells;
        }
        return new Learned(scope.Return(Tensor.Full([], loss / Math.Max(1, targets), device: _device)), share > 0 ? targets / (double)Math.Max(1, all) : 0, cells, all);
    }

    int SizeOf(Repurchase example) => Math.Min(_trainer.MostCandidates, example.Bought.Length);

    long TargetsOf(Repurchase example) => _trainer.Criterion.TargetsOf(example, SizeOf(example));
}
