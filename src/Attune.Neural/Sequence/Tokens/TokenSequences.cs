namespace Attune.Neural;

/// <summary>Sequences of tokens of which only some places ask: what a network is taught and tested on where the question is what it can remember, not what a shop sells.</summary>
/// <param name="Vocabulary">Tokens are 0 to this − 1.</param>
/// <param name="Length">Places of each sequence.</param>
/// <param name="Tokens">Sequence after sequence.</param>
/// <param name="Answers">For every place the token that is right after it, or −1 where nothing is asked.</param>
sealed record TokenSequences(int Vocabulary, int Length, int[] Tokens, int[] Answers)
{
    internal int Count => Tokens.Length / Length;

    internal int Asked => Answers.Count(a => a >= 0);
}
