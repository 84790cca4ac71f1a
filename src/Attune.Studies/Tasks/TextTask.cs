using Attune.Neural;

namespace Attune.Studies;

/// <summary>A text, character by character: at every place the next character is asked. The last tenth is the test, the tenth before it is watched, the rest is learned from.</summary>
static class TextTask
{
    internal static (TokenSequences Train, TokenSequences Watched, TokenSequences Test) Read(StudyTask task, string file)
    {
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        char[] characters = [.. text.Distinct().Order()];
        // The characters are those of the whole text, so that what is learned from one part of it goes on with another.
        var part = text[(int)((task.From ?? 0) * text.Length)..(int)((task.To ?? 1) * text.Length)];
        if (part.Length < 20 * (task.Length + 1)) throw new DataException($"{file} has {part.Length} characters to read; a task with sequences of {task.Length} needs {20 * (task.Length + 1)} at least.");
        var tokens = Array.ConvertAll(part.ToCharArray(), c => Array.BinarySearch(characters, c));
        var tenth = tokens.Length / 10;
        TokenSequences Part(int from, int to, int most) => Windows(tokens[from..to], characters.Length, task.Length, most);
        return (Part(0, tokens.Length - 2 * tenth, task.Sequences), Part(tokens.Length - 2 * tenth, tokens.Length - tenth, task.TestSequences), Part(tokens.Length - tenth, tokens.Length, task.TestSequences));
    }

    // Windows side by side, from the beginning; the answer of a window's last place is the first of the next.
    static TokenSequences Windows(int[] tokens, int vocabulary, int length, int most)
    {
        var count = Math.Min((tokens.Length - 1) / length, most);
        return new TokenSequences(vocabulary, length, tokens[..(count * length)], tokens[1..(count * length + 1)]);
    }
}
