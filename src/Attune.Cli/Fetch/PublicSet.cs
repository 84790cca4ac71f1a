namespace Attune.Cli;

/// <summary>A well-known public data set: where it lies, under which terms, and how its events are read.</summary>
/// <param name="Name">What the command calls it.</param>
/// <param name="About">One line.</param>
/// <param name="Url">A zip archive.</param>
/// <param name="Bytes">About how large the archive is; three times as much is refused.</param>
/// <param name="Terms">Its licence in one line, and where to read it.</param>
/// <param name="Events">The file or folder in the archive that the other commands read.</param>
/// <param name="Options">What these commands need beside it.</param>
sealed record PublicSet(string Name, string About, string Url, long Bytes, string Terms, string Events, string Options = "")
{
    const long Megabyte = 1 << 20;
    const string GroupLens = "Research use; no redistribution and no commercial use without permission of GroupLens (README in the archive).";

    /// <summary>Whether the publisher puts the MD5 of the archive beside it, as URL.md5.</summary>
    internal bool HasMd5 { get; init; } = true;

    /// <summary>Only sets whose address, terms and layout are sure; checksums are never written here from hearsay.</summary>
    internal static IReadOnlyList<PublicSet> All { get; } =
    [
        MovieLens("ml-100k", "100,000 ratings of 1,682 films by 943 people", 5 * Megabyte, "ml-100k"),
        MovieLens("ml-1m", "1 million ratings of 3,900 films by 6,040 people", 6 * Megabyte, "ml-1m"),
        MovieLens("ml-10m", "10 million ratings of 10,000 films by 72,000 people", 63 * Megabyte, "ml-10M100K"),
        MovieLens("ml-20m", "20 million ratings of 27,000 films by 138,000 people", 190 * Megabyte, "ml-20m"),
        MovieLens("ml-25m", "25 million ratings of 62,000 films by 162,000 people", 250 * Megabyte, "ml-25m"),
        MovieLens("ml-32m", "32 million ratings of 87,585 films by 200,948 people", 239 * Megabyte, "ml-32m"),
        MovieLens("ml-latest-small", "100,000 ratings of 9,000 films by 600 people; changes over time", Megabyte, "ml-latest-small") with { HasMd5 = false },
        new("lastfm-2k", "92,834 play counts of 17,632 artists by 1,892 people (HetRec 2011)", "https://files.grouplens.org/datasets/hetrec2011/hetrec2011-lastfm-2k.zip", 3 * Megabyte,
            "Non-commercial use (readme in the archive); made from Last.fm.", "user_artists.dat", "--columns user=userID,item=artistID,value=weight --values log") { HasMd5 = false },
        new("modcloth", "99,893 ratings of 1,020 clothes by 44,784 people of ModCloth, with sizes and fit (WSDM 2020; an electronics set comes along)", "https://github.com/MengtingWan/marketBias/archive/refs/heads/master.zip", 40 * Megabyte,
            "The repository states no licence; published for research with Wan, Ni, Misra and McAuley, WSDM 2020: ask its authors for any other use.", "marketBias-master/data/df_modcloth.csv", "--columns user=user_id,item=item_id,rating=rating,time=timestamp") { HasMd5 = false },
    ];

    /// <summary>The set of this name.</summary>
    internal static PublicSet Named(string name) => All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"There is no public data set '{name}' here; there are {string.Join(", ", All.Select(s => s.Name))}.{Attune.Numerics.EditDistance.DidYouMean(name, All.Select(s => s.Name))}");

    static PublicSet MovieLens(string name, string about, long bytes, string folder) => new(name, $"MovieLens: {about}", $"https://files.grouplens.org/datasets/movielens/{name}.zip", bytes, GroupLens, folder);
}
