namespace Attune.Studies;

/// <summary>What the users' profiles are like, before any model: size, popularity, how far they are from the groups' means, the share of each label.</summary>
static class ProfileTable
{
    internal static AudienceTable Of(AudienceData data)
    {
        var table = new AudienceTable(data.Train.Users.Count);
        for (var u = 0; u < data.Train.Users.Count; u++)
        {
            var group = data.Groups.Of[u];
            if (group < 0) continue;
            table.Set(AudienceMeasure.Size, u, data.Histories[u].Length);
            table.Set(AudienceMeasure.Profile, u, data.ProfilePopularity[u]);
            table.Set(AudienceMeasure.OwnProfile, u, AudienceData.Mean(data.Histories[u], data.OwnPopularity(group)));
            if (data.Labels is null) continue;
            table.Set(AudienceMeasure.Intra, u, UserProfiles.Divergence(data.Profiles[u], data.GroupProfiles[group]));
            for (var g = 0; g < data.Groups.Names.Count; g++) table.Set(AudienceMeasure.FromProfile + data.Groups.Names[g], u, UserProfiles.Divergence(data.Profiles[u], data.GroupProfiles[g]));
            if (!UserProfiles.IsEmpty(data.Profiles[u]))
                for (var l = 0; l < data.Labels.Count; l++) table.Set(AudienceMeasure.Share + data.LabelName(l), u, data.Profiles[u][l]);
        }
        return table;
    }
}
