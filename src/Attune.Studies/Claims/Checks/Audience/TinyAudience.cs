using System.Globalization;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>A made-up world of users with ages and items with genres.</summary>
static class TinyAudience
{
    internal const string Groups = "child:-17,adult:18-49,older:50-";

    const int Users = 240, Items = 60;

    /// <summary>Users u0 … u239 of ages 8 to 67; the younger they are, the more they like the first items.</summary>
    internal static AudienceData Of(string groups, string small = StudyAudience.Refuse)
    {
        var builder = new DatasetBuilder { Name = "made up" };
        for (var u = 0; u < Users; u++)
        {
            var random = ((Seed)5).Derive(u).Stream();
            for (var e = 0; e < 8 + u % 9; e++) builder.Add(new Interaction($"u{u}", $"i{(int)(Items * random.NextDouble() * (Age(u) < 18 ? random.NextDouble() : 1))}"));
        }
        var data = Filters.Apply(builder.Build(), ["duplicates:last"]);
        var genres = new FeatureColumn("genres", FeatureKind.Tokens, [.. data.Items.Ids.Select(id => int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture) is var i && i % 3 == 0 ? $"g{i % 5}|g{i % 7}" : $"g{i % 7}")]);
        var events = new AudienceEvents(new Dataset(data.Name, data.Users, data.Items, data.Events, data.Weights, null, new FeatureTable(data.Items.Count, [genres])), data.Users.Ids.ToDictionary(id => id, id => Age(int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)), []);
        var spec = new StudyData { Name = "made up", File = "none", Split = UserParts.Form, Audience = new StudyAudience { Users = "none", Attribute = "age", Groups = groups, Small = small, Labels = "genres", Cut = 10, Draws = 5 } };
        return AudienceData.Of(spec, UserParts.Of(events.Data, UserParts.Form, 42).Outer, events);
    }

    static int Age(int user) => 8 + user % 60;
}
