namespace Attune.Neural;

/// <summary>Deals sequences of tokens into batches; the places that ask are those with an answer.</summary>
sealed class TokenBatches(TokenSequences tokens, BatchOptions options) : SequenceBatches(new ItemSequences([.. Enumerable.Range(0, tokens.Count + 1).Select(s => s * tokens.Length)], tokens.Tokens), options, 1)
{
    protected override int LengthOf(ReadOnlySpan<int> items) => items.Length;

    protected override int TargetsOf(int epoch, int user)
    {
        var asked = 0;
        foreach (var answer in AnswersOf(user)) asked += answer >= 0 ? 1 : 0;
        return asked;
    }

    protected override int Write(int epoch, int user, Span<long> row, Span<long> places, Span<long> targets)
    {
        var items = Items(user);
        var answers = AnswersOf(user);
        var asked = 0;
        for (var t = 0; t < items.Length; t++)
        {
            row[t] = items[t] + 1;
            if (answers[t] < 0) continue;
            (places[asked], targets[asked]) = (t, answers[t] + 1);
            asked++;
        }
        return asked;
    }

    ReadOnlySpan<int> AnswersOf(int sequence) => tokens.Answers.AsSpan(sequence * tokens.Length, tokens.Length);
}
