namespace Attune;

/// <summary>
/// MovieLens as it is handed out: 100K (<c>u.data</c>, and its splits u1.base …), 1M and 10M (<c>ratings.dat</c>), latest (<c>ratings.csv</c>). Titles,
/// genres and users are taken from the files beside it: u.item, movies.dat, movies.csv; u.user, users.dat.
/// </summary>
static class MovieLens
{
    static readonly string[] s_events = ["u.data", "ratings.dat", "ratings.csv"];
    static readonly string[] s_items = ["u.item", "movies.dat", "movies.csv"];
    static readonly string[] s_users = ["u.user", "users.dat"];

    /// <summary>The event file of a MovieLens folder, or null.</summary>
    internal static string? EventsIn(string folder) => First(folder, s_events);

    /// <summary>Whether a file is one of MovieLens: by its name, and because its titles lie beside it.</summary>
    internal static bool Is(string path)
    {
        var name = FileFormat.BareName(path).ToLowerInvariant();
        var known = s_events.Contains(name) || (name.Length > 2 && name[0] == 'u' && Path.GetExtension(name) is ".base" or ".test");
        return known && Items(path) is not null;
    }

    internal static void Read(Import run, string path)
    {
        var separator = FileFormat.BareName(path).EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "," : null;
        Delimited.Read(run, path, run.Options.Separator ?? separator, run.Options.Columns, run.Options.Header);
    }

    /// <summary>The file of titles beside an event file, or null.</summary>
    internal static string? Items(string path) => First(Path.GetDirectoryName(Path.GetFullPath(path))!, s_items);

    /// <summary>The file of users beside an event file, or null.</summary>
    internal static string? Users(string path) => First(Path.GetDirectoryName(Path.GetFullPath(path))!, s_users);

    static string? First(string folder, string[] names) => names.SelectMany(n => new[] { n, n + ".gz" }).Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);
}
