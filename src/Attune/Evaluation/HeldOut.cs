using Attune.Numerics;

namespace Attune;

/// <summary>What was held out, as grades of relevance: users × items, every stored grade positive. Immutable.</summary>
public sealed class HeldOut
{
    internal HeldOut(Vocabulary users, Vocabulary items, CsrMatrix grades) => (Users, Items, Grades) = (users, items, grades);

    /// <summary>The users' ids.</summary>
    public Vocabulary Users { get; }

    /// <summary>The items' ids.</summary>
    public Vocabulary Items { get; }

    /// <summary>Users × items; a stored entry is relevant, its value is the grade.</summary>
    public CsrMatrix Grades { get; }

    /// <summary>
    /// The held-out preferences of a data set. Every preference counts, with grade 1, unless the options ask for values as grades or for a
    /// smallest value that counts.
    /// </summary>
    public static HeldOut Of(Dataset test, EvaluationOptions? options = null)
    {
        options ??= new EvaluationOptions();
        var source = test.HasRatings ? test.Ratings : test.Preferences;
        var (row, column, value) = (new List<int>(), new List<int>(), new List<float>());
        for (var u = 0; u < source.Rows; u++)
            for (var i = 0; i < source.RowLength(u); i++)
            {
                var v = source.RowValues(u)[i];
                if (v < options.RelevantFrom) continue;
                row.Add(u);
                column.Add(source.Row(u)[i]);
                value.Add(options.ValuesAsGrades ? v : 1);
            }
        var grades = CsrMatrix.FromTriples(test.Users.Count, test.Items.Count, [.. row], [.. column], [.. value], v => v > 0);
        return new HeldOut(test.Users, test.Items, grades);
    }
}
