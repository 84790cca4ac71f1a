using System.Globalization;

namespace Attune.Studies;

/// <summary>The calendars of a study: whose baskets are learned, watched and tested.</summary>
sealed record BasketParts(string Name, NextBaskets Watched, NextBaskets Test)
{
    const int Seed = 42;

    internal static BasketParts Read(StudyData spec, DataFolder folder)
    {
        var baskets = spec.Baskets!;
        var all = CellData.Events(spec, folder);
        var day = baskets.AsOf is { } asOf ? DateTimeOffset.Parse(asOf, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : (DateTimeOffset?)null;
        if (baskets.Test is not null) return new BasketParts(spec.Name, Held(baskets.Validation!), Held(baskets.Test));
        var (train, test) = Parted(all, 0.2);
        var (fewer, watched) = Parted(train, 0.125);
        return new BasketParts(spec.Name, NextBaskets.OfUsers(fewer, watched, day), NextBaskets.OfUsers(train, test, day));

        NextBaskets Held(string file) => file == spec.File ? NextBaskets.Of(all, day) : NextBaskets.OfUsers(all, CellData.Events(spec with { File = file }, folder), day);
    }

    static (Dataset Others, Dataset Part) Parted(Dataset data, double share)
    {
        var part = Samples.Users(data, (int)Math.Max(1, share * data.Users.Count), Seed);
        return (data.Where(e => part.Users.IndexOf(data.Users[data.Events.Users[e]]) < 0), part);
    }
}
