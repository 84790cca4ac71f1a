using Attune.Neural;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>The tasks of recall, each a way to draw a sequence and what is asked of it. All draw anew for training, watching and test.</summary>
static class TokenTasks
{
    internal const string Text = "text";

    delegate void Drawing(StudyTask task, ref RandomStream stream, Span<int> tokens, Span<int> answers);

    static readonly SortedDictionary<string, Drawing> Drawn = new(StringComparer.Ordinal)
    {
        ["mqar"] = PairTasks.Recall,
        ["mqar-forgetting"] = PairTasks.Forgetting,
        ["needle"] = (StudyTask t, ref RandomStream s, Span<int> tokens, Span<int> answers) => NeedleTasks.Keys(t with { Pairs = 1 }, ref s, tokens, answers),
        ["needle-keys"] = NeedleTasks.Keys,
        ["needle-values"] = NeedleTasks.Values,
        ["needle-queries"] = NeedleTasks.Queries,
        ["chains"] = NeedleTasks.Chains,
        ["most-common"] = CountTasks.MostCommon,
        ["most-frequent"] = CountTasks.MostFrequent,
    };

    internal static IEnumerable<string> Kinds => Drawn.Keys.Append(Text);

    /// <summary>What the sizes of a task do not allow, or null.</summary>
    internal static string? Complaint(StudyTask task) => task.Kind switch
    {
        "mqar" or "mqar-forgetting" when 4 * task.Pairs > task.Length => $"{task.Pairs} pairs need a length of {4 * task.Pairs} at least: each takes two places to be told and two to be asked",
        "mqar" or "mqar-forgetting" when task.Pairs >= task.Vocabulary / 2 => $"{task.Pairs} pairs need {2 * task.Pairs + 2} tokens at least, half of them keys",
        Text or "mqar" or "mqar-forgetting" => null,
        _ when task.Length < 4 * task.Pairs + 6 => $"{task.Pairs} needles need a length of {4 * task.Pairs + 6} at least",
        _ when task.Pairs >= task.Vocabulary / 4 - 1 => $"{task.Pairs} needles need {4 * task.Pairs + 8} tokens at least, a quarter of them keys",
        _ => null,
    };

    /// <summary>The sequences of one part.</summary>
    /// <param name="task">Which, and how large.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Decides what is drawn.</param>
    internal static TokenSequences Draw(StudyTask task, int count, Seed seed)
    {
        var (tokens, answers) = (new int[count * task.Length], new int[count * task.Length]);
        answers.AsSpan().Fill(-1);
        for (var s = 0; s < count; s++)
        {
            var stream = seed.Derive(s).Stream();
            var drawn = task.Fewest > 0 ? task with { Pairs = task.Fewest + stream.NextInt(task.Pairs - task.Fewest + 1) } : task;
            Drawn[task.Kind](drawn, ref stream, tokens.AsSpan(s * task.Length, task.Length), answers.AsSpan(s * task.Length, task.Length));
        }
        return new TokenSequences(task.Vocabulary, task.Length, tokens, answers);
    }
}
