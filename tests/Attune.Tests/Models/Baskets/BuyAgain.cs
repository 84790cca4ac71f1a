namespace Attune.Tests;

/// <summary>A shop of a few purchases on whole days, and what a model says of it.</summary>
static class BuyAgain
{
    internal static Interaction On(int day, string user, string item) => new(user, item) { Time = DateTimeOffset.UnixEpoch.AddDays(day) };

    /// <summary>ann: tea on days 0, 7, 14; jam on 13, 14; oil on 2. bob: tea on 14, salt on 1. Asked on day 15 unless said.</summary>
    internal static Dataset Shop => new DatasetBuilder { Name = "shop" }
        .Add(On(0, "ann", "tea")).Add(On(7, "ann", "tea")).Add(On(14, "ann", "tea")).Add(On(14, "ann", "tea")).Add(On(13, "ann", "jam")).Add(On(14, "ann", "jam")).Add(On(2, "ann", "oil"))
        .Add(On(14, "bob", "tea")).Add(On(1, "bob", "salt")).Build();

    internal static float Score(IRecommender model, string user, string item, int? day = null)
    {
        Span<float> score = [0];
        model.Score(new Query { User = model.Catalog.Users.IndexOf(user), At = day is { } d ? DateTimeOffset.UnixEpoch.AddDays(d) : null }, [model.Catalog.Items.IndexOf(item)], score);
        return score[0];
    }

    internal static string[] List(IRecommender model, string user, int? day = null) =>
        [.. TopN.For(model, new Query { User = model.Catalog.Users.IndexOf(user), At = day is { } d ? DateTimeOffset.UnixEpoch.AddDays(d) : null }, 10).Items.Select(i => model.Catalog.Items[i.Item])];
}
