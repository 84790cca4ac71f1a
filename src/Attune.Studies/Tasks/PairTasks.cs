using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// Multi-query associative recall: pairs of key and value, then each key again, and its value is asked. Arora et al., "Zoology: Measuring and improving recall in efficient language models", 2023
/// (arXiv:2312.04927). Token 0 fills; keys are 1 to V/2 − 1, values V/2 to V − 1. Most keys are asked soon after the pairs, few late: the gap's chance is ∝ gap^(a − 1), a = 0.01.
/// </summary>
static class PairTasks
{
    const double A = 0.01;

    internal static void Recall(StudyTask task, ref RandomStream stream, Span<int> tokens, Span<int> answers)
    {
        var (keys, values) = (Different(task.Pairs, 1, task.Vocabulary / 2, ref stream), new int[task.Pairs]);
        foreach (ref var value in values.AsSpan()) value = task.Vocabulary / 2 + stream.NextInt(task.Vocabulary - task.Vocabulary / 2);
        for (var p = 0; p < keys.Length; p++) (tokens[2 * p], tokens[2 * p + 1]) = (keys[p], values[p]);
        Ask(keys, values, ref stream, tokens[(2 * task.Pairs)..], answers[(2 * task.Pairs)..]);
    }

    /// <summary>Half of the pairs (rounded up) are told again with another value, which then is the right one.</summary>
    internal static void Forgetting(StudyTask task, ref RandomStream stream, Span<int> tokens, Span<int> answers)
    {
        var (different, half) = ((task.Pairs + 1) / 2, task.Vocabulary / 2);
        var (keys, values) = (Different(different, 1, half, ref stream), new int[different]);
        for (var p = 0; p < task.Pairs; p++)
        {
            values[p % different] = half + stream.NextInt(task.Vocabulary - half);
            (tokens[2 * p], tokens[2 * p + 1]) = (keys[p % different], values[p % different]);
        }
        Ask(keys, values, ref stream, tokens[(2 * task.Pairs)..], answers[(2 * task.Pairs)..]);
    }

    /// <summary>Numbers from a range, each once.</summary>
    internal static int[] Different(int count, int from, int to, ref RandomStream stream)
    {
        var chosen = new HashSet<int>(count);
        var result = new int[count];
        for (var c = 0; c < count;)
            if (chosen.Add(result[c] = from + stream.NextInt(to - from))) c++;
        return result;
    }

    // Each key at a place of its own, two apart, drawn without replacement.
    static void Ask(int[] keys, int[] values, ref RandomStream stream, Span<int> tokens, Span<int> answers)
    {
        var chances = new double[tokens.Length / 2];
        for (var gap = 0; gap < chances.Length; gap++) chances[gap] = A * Math.Pow(gap + 1, A - 1);
        for (var k = 0; k < keys.Length; k++)
        {
            var (left, at) = (stream.NextDouble() * chances.Sum(), 0);
            while (at < chances.Length - 1 && (left -= chances[at]) >= 0) at++;
            while (chances[at] == 0) at = (at + 1) % chances.Length;
            chances[at] = 0;
            (tokens[2 * at], answers[2 * at]) = (keys[k], values[k]);
        }
    }
}
