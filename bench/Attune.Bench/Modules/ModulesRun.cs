using Attune.Neural;

namespace Attune.Bench;

static class ModulesRun
{
    internal static int Quick(string[] args)
    {
        var data = BeautySequences.Read();
        foreach (var lanes in new[] { 1, 2 })
        foreach (var loss in new[] { SequenceLoss.Bce, SequenceLoss.Softmax })
        {
        Torch.Threads = 1;
            using var steps = new SequenceSteps(BeautySequences.Model(loss), data, Padding.Bucketed, lanes);
            Console.WriteLine($"{lanes} {loss} {steps.Count} steps bucketed: {steps.Epoch(40):F2} s/epoch, again {steps.Epoch(40):F2}");
        }
        return 0;
    }
}
