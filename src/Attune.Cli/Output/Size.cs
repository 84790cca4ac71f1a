namespace Attune.Cli;

/// <summary>How large data is: users and items with events, and events.</summary>
sealed record Size(int Users, int Items, int Interactions)
{
    internal static Size Of(Dataset data) => new(Distinct(data.Events.Users, data.Users.Count), Distinct(data.Events.Items, data.Items.Count), data.Count);

    /// <summary>The mean size of folds.</summary>
    internal static Size Of(IEnumerable<Dataset> folds)
    {
        var sizes = folds.Select(Of).ToArray();
        return new((int)sizes.Average(s => s.Users), (int)sizes.Average(s => s.Items), (int)sizes.Average(s => s.Interactions));
    }

    static int Distinct(ReadOnlySpan<int> column, int count)
    {
        var seen = new bool[count];
        foreach (var index in column) seen[index] = true;
        return seen.Count(s => s);
    }
}
