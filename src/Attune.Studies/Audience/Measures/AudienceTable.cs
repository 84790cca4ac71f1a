namespace Attune.Studies;

/// <summary>What was measured of each user's list: one column for each measure, NaN where it is undefined or the user is not measured.</summary>
sealed class AudienceTable(int users)
{
    readonly Dictionary<string, double[]> _columns = [];
    readonly List<string> _order = [];

    /// <summary>The measures, in the order in which they came.</summary>
    internal IReadOnlyList<string> Measures => _order;

    internal double[] this[string measure] => _columns[measure];

    internal void Set(string measure, int user, double value)
    {
        if (!_columns.TryGetValue(measure, out var column))
        {
            _columns[measure] = column = new double[users];
            Array.Fill(column, double.NaN);
            _order.Add(measure);
        }
        column[user] = value;
    }

    /// <summary>This less another, user by user.</summary>
    internal double[] Less(AudienceTable other, string measure) => [.. this[measure].Zip(other[measure], (a, b) => a - b)];
}
