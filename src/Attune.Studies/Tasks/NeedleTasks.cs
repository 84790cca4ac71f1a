using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// Needles in a history: pairs of key and value among items that mean nothing, after the tasks of Hsieh et al., "RULER: What's the real context size of your long-context language models?", 2024
/// (arXiv:2404.06654), with items in place of words. Keys are tokens 1 to V/4 − 1, values V/4 to V/2 − 1, the rest is hay; 0 is not used.
/// </summary>
static class NeedleTasks
{
    /// <summary>Many pairs with different keys; at the end one key, and its value is asked.</summary>
    internal static void Keys(StudyTask task, ref RandomStream stream, Span<int> tokens, Span<int> answers)
    {
        var (keys, values) = (KeysOf(task, task.Pairs, ref stream), ValuesOf(task, ref stream));
        Scatter(task, keys, values, tokens[..^1], ref stream);
        var asked = stream.NextInt(task.Pairs);
        (tokens[^1], answers[^1]) = (keys[asked], values[asked]);
    }

    /// <summary>One key with many values; at the end the key again and again, and the values are asked in their order.</summary>
    internal static void Values(StudyTask task, ref RandomStream stream, Span<int> tokens, Span<int> answers)
    {
        var (key, values, end) = (KeysOf(task, 1, ref stream)[0], PairTasks.Different(task.Pairs, task.Vocabulary / 4, task.Vocabulary / 2, ref stream), tokens.Length - 2 * task.Pairs);
        Scatter(task, [.. Enumerable.Repeat(key, task.Pairs)], values, tokens[..end], ref stream);
        for (var p = 0; p < task.Pairs; p++) Ask(tokens, answers, end + 2 * p, key, values[p]);
    }

    /// <summary>Many pairs with different keys; at the end every key in another order, and each value is asked.</summary>
    internal static void Queries(StudyTask task, ref RandomStream stream, Span<int> tokens, Span<int> answers)
    {
        var (keys, values, end) = (KeysOf(task, task.Pairs, ref stream), ValuesOf(task, ref stream), tokens.Length - 2 * task.Pairs);
        Scatter(task, keys, values, tokens[..end], ref stream);
        int[] order = [.. Enumerable.Range(0, task.Pairs)];
        stream.Shuffle(order.AsSpan());
        for (var p = 0; p < task.Pairs; p++) Ask(tokens, answers, end + 2 * p, keys[order[p]], values[order[p]]);
    }

    /// <summary>A chain: a key with a value, a second key that stands for the first, a third for the second, …; at the end the last key, and the value is asked.</summary>
    internal static void Chains(StudyTask task, ref RandomStream stream, Span<int> tokens, Span<int> answers)
    {
        var (keys, value) = (KeysOf(task, task.Pairs, ref stream), ValuesOf(task, ref stream)[0]);
        Scatter(task, keys, [value, .. keys[..^1]], tokens[..^1], ref stream);
        (tokens[^1], answers[^1]) = (keys[^1], value);
    }

    static int[] KeysOf(StudyTask task, int count, ref RandomStream stream) => PairTasks.Different(count, 1, task.Vocabulary / 4, ref stream);

    static int[] ValuesOf(StudyTask task, ref RandomStream stream)
    {
        var values = new int[task.Pairs];
        foreach (ref var value in values.AsSpan()) value = task.Vocabulary / 4 + stream.NextInt(task.Vocabulary / 2 - task.Vocabulary / 4);
        return values;
    }

    static void Ask(Span<int> tokens, Span<int> answers, int at, int key, int value) => (tokens[at], answers[at], tokens[at + 1]) = (key, value, value);

    // The pairs keep their order; where they lie is drawn.
    static void Scatter(StudyTask task, int[] keys, int[] values, Span<int> hay, ref RandomStream stream)
    {
        foreach (ref var token in hay) token = task.Vocabulary / 2 + stream.NextInt(task.Vocabulary - task.Vocabulary / 2);
        var slots = PairTasks.Different(keys.Length, 0, hay.Length / 2, ref stream);
        Array.Sort(slots);
        for (var p = 0; p < keys.Length; p++) (hay[2 * slots[p]], hay[2 * slots[p] + 1]) = (keys[p], values[p]);
    }
}
