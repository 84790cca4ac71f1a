using Attune.Neural;
using Attune.Studies;

namespace Attune.Tests;

/// <summary>Tasks of recall: whatever is asked can be found in the sequence before it, by somebody who looks.</summary>
public sealed class TokenTaskTests
{
    static StudyTask Task(string kind, int length = 64, int pairs = 5, int vocabulary = 128) => new() { Kind = kind, Length = length, Pairs = pairs, Vocabulary = vocabulary };

    public static TheoryData<string> Drawn => [.. TokenTasks.Kinds.Where(k => k != TokenTasks.Text)];

    [Theory, MemberData(nameof(Drawn))]
    public void Draw_EveryAnswer_IsWhatALookAtTheSequenceFinds(string kind)
    {
        var task = Task(kind);
        var set = TokenTasks.Draw(task, 200, 7);
        Assert.Equal((200, 200 * 64, 200 * 64), (set.Count, set.Tokens.Length, set.Answers.Length));
        for (var s = 0; s < set.Count; s++)
        {
            var (tokens, answers) = (set.Tokens.AsSpan(s * 64, 64).ToArray(), set.Answers.AsSpan(s * 64, 64).ToArray());
            var asked = Enumerable.Range(0, 64).Where(t => answers[t] >= 0).ToArray();
            Assert.Equal(Questions(kind, task), asked.Length);
            Assert.All(tokens, t => Assert.InRange(t, 0, 127));
            for (var q = 0; q < asked.Length; q++) Assert.Equal(Found(kind, tokens[..(asked[q] + 1)], q), answers[asked[q]]);
        }
    }

    [Fact]
    public void Draw_SameSeed_IsTheSame_AnotherPartIsNot()
    {
        var (a, b, c) = (TokenTasks.Draw(Task("mqar"), 20, 7), TokenTasks.Draw(Task("mqar"), 20, 7), TokenTasks.Draw(Task("mqar"), 20, 8));
        Assert.Equal(a.Tokens, b.Tokens);
        Assert.NotEqual(a.Tokens, c.Tokens);
        // More sequences begin with the same ones.
        Assert.Equal(a.Tokens, TokenTasks.Draw(Task("mqar"), 30, 7).Tokens[..a.Tokens.Length]);
    }

    [Fact]
    public void Draw_FewerPairs_AreDrawnFromFewestToAll()
    {
        var set = TokenTasks.Draw(Task("mqar") with { Fewest = 2 }, 300, 7);
        var asked = Enumerable.Range(0, 300).Select(s => set.Answers.Skip(s * 64).Take(64).Count(a => a >= 0)).ToArray();
        Assert.Equal([2, 3, 4, 5], asked.Distinct().Order());
    }

    // p(gap) ∝ gap^(−0.99): of four pairs in 64 places the first gap is drawn often, and every gap now and then.
    [Fact]
    public void Recall_MostQueries_ComeSoonAndSomeLate()
    {
        var set = TokenTasks.Draw(Task("mqar", pairs: 1), 20_000, 3);
        var gaps = Enumerable.Range(0, set.Count).Select(s => Array.FindIndex(set.Answers[(s * 64)..((s + 1) * 64)], a => a >= 0) / 2 - 1).GroupBy(g => g).ToDictionary(g => g.Key, g => g.Count() / 20_000.0);
        var sum = Enumerable.Range(1, 31).Sum(g => Math.Pow(g, -0.99));
        Assert.Equal(1 / sum, gaps[0], 0.01);
        Assert.Equal(Math.Pow(31, -0.99) / sum, gaps[30], 0.002);
    }

    [Theory]
    [InlineData("mqar", 64, 17, 128, "a length of 68")]
    [InlineData("mqar", 64, 8, 16, "18 tokens")]
    [InlineData("needle-keys", 24, 5, 128, "a length of 26")]
    [InlineData("chains", 64, 5, 20, "28 tokens")]
    [InlineData("sudoku", 64, 5, 128, "there is no task 'sudoku'")]
    [InlineData("mqar", 1, 5, 128, "length is 1")]
    public void Check_SizesThatCannotBe_SaysWhatIsNeeded(string kind, int length, int pairs, int vocabulary, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Task(kind, length, pairs, vocabulary).Check("d")).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_Windows_AskForTheNextCharacterAndShareNone()
    {
        using var folder = new TemporaryFolder();
        var text = string.Concat(Enumerable.Range(0, 1000).Select(i => (char)('a' + i * i % 26)));
        var (train, watched, test) = TextTask.Read(new StudyTask { Kind = "text", Length = 16 }, folder.Write("text.txt", text));
        var characters = text.Distinct().Order().ToArray();
        Assert.Equal((characters.Length, 49, 6, 6), (train.Vocabulary, train.Count, watched.Count, test.Count));
        Assert.Equal(text[..(49 * 16)], string.Concat(train.Tokens.Select(t => characters[t])));
        Assert.Equal(text[1..(49 * 16 + 1)], string.Concat(train.Answers.Select(t => characters[t])));
        Assert.Equal(text[800..896], string.Concat(watched.Tokens.Select(t => characters[t])));
        Assert.Equal(text[900..996], string.Concat(test.Tokens.Select(t => characters[t])));
    }

    [Fact]
    public void Read_PartOfAText_HasTheCharactersOfTheWhole()
    {
        using var folder = new TemporaryFolder();
        var text = new string('z', 500) + string.Concat(Enumerable.Range(0, 500).Select(i => (char)('a' + i * 7 % 11)));
        var (train, _, test) = TextTask.Read(new StudyTask { Kind = "text", Length = 10, From = 0.5, To = 0.9 }, folder.Write("text.txt", text));
        var characters = text.Distinct().Order().ToArray();
        Assert.Equal(12, train.Vocabulary);
        Assert.Equal(text[500..810], string.Concat(train.Tokens.Select(t => characters[t])));
        Assert.Equal(text[860..890], string.Concat(test.Tokens.Select(t => characters[t])));
    }

    static int Questions(string kind, StudyTask task) => kind switch
    {
        "mqar" or "needle-values" or "needle-queries" => task.Pairs,
        "mqar-forgetting" => (task.Pairs + 1) / 2,
        "most-frequent" => 3,
        _ => 1,
    };

    // The sequence up to the place that asks, which is the question's q-th.
    static int Found(string kind, int[] tokens, int q) => kind switch
    {
        "most-common" => tokens[..^1].CountBy(t => t).MaxBy(c => c.Value).Key,
        "most-frequent" => tokens[..58].CountBy(t => t).OrderByDescending(c => c.Value).ElementAt(q).Key,
        "needle-values" => tokens[Places(tokens[..^1], tokens[^1]).ElementAt(q) + 1],
        "chains" => Root(tokens, tokens[^1]),
        _ => tokens[Places(tokens[..^1], tokens[^1]).Last() + 1],
    };

    static IEnumerable<int> Places(int[] tokens, int token) => Enumerable.Range(0, tokens.Length).Where(t => tokens[t] == token);

    // What a key stands for stands after it where it is told: where it stands first.
    static int Root(int[] tokens, int key)
    {
        while (key < 32) key = tokens[Told(tokens, key) + 1];
        return key;
    }

    // A key is told where the place before it is no key: links are pairs of a key and what it stands for.
    static int Told(int[] tokens, int key) => Enumerable.Range(0, tokens.Length - 1).First(t => tokens[t] == key && t % 2 == 0);
}
