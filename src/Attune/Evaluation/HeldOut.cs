using Attune.Numerics;

namespace Attune;

/// <summary>What was held out, as grades of relevance: users × items, every stored grade positive. Immutable.</summary>
public sealed class HeldOut
{
    readonly Dataset _test;

    HeldOut(Dataset test, CsrMatrix grades) => (_test, Users, Items, Grades) = (test, test.Users, test.Items, grades);

    /// <summary>The users' ids.</summary>
    public Vocabulary Users { get; }

    /// <summary>The items' ids.</summary>
    public Vocabulary Items { get; }

    /// <summary>Users × items; a stored entry is relevant, its value is the grade.</summary>
    public CsrMatrix Grades { get; }

    /// <summary>
    /// The held-out preferences of a data set; where all its events are ratings, the latest rating of each pair. Every pair counts, with grade 1,
    /// unless the options ask for values as grades (then those above 0) or for a smallest value that counts. Judgements (TREC qrels) have grades by
    /// nature.
    /// </summary>
    public static HeldOut Of(Dataset test, EvaluationOptions? options = null)
    {
        options ??= new EvaluationOptions();
        var onlyRatings = test.HasRatings && test.Events.Kinds.Count == 1;
        var source = onlyRatings ? test.Ratings : test.Preferences;
        var graded = options.ValuesAsGrades || test.Events.Kinds is [EventKind.Judgement];
        var offsets = new int[source.Rows + 1];
        var items = new List<int>(source.Count);
        var grades = new List<float>(source.Count);
        for (var u = 0; u < source.Rows; u++)
        {
            var values = source.RowValues(u);
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] < options.RelevantFrom || (graded && values[i] <= 0)) continue;
                items.Add(source.Row(u)[i]);
                grades.Add(graded ? values[i] : 1);
            }
            offsets[u + 1] = items.Count;
        }
        return new HeldOut(test, new CsrMatrix(test.Items.Count, offsets, [.. items], [.. grades]));
    }

    /// <summary>
    /// What was judged and is not relevant, ascending: the items of the user's held-out events, of whatever kind, that <see cref="Grades"/> lacks:
    /// values below the smallest that counts, grades of 0, impressions that nothing followed, things given back.
    /// </summary>
    internal int[] NotRelevantOf(int user)
    {
        var relevant = Grades.Row(user);
        var others = new List<int>();
        foreach (var item in _test.Sequence(user))
            if (relevant.BinarySearch(item) < 0) others.Add(item);
        return [.. others.Distinct().Order()];
    }
}
