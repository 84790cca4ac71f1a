namespace Attune.Tests;

public sealed class SplitTests
{
    static readonly DateTimeOffset Start = new(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static Dataset World { get; } = TinyWorld.Checkerboard(40);

    static Interaction At(string user, string item, int day) => new(user, item) { Time = Start.AddDays(day) };

    static int LengthOf(Dataset data, int user) => data.Sequence(user).Length;

    [Theory]
    [InlineData("time:0.3")]
    [InlineData("leave-last:1")]
    [InlineData("leave-last:2")]
    [InlineData("user-random:0.3")]
    [InlineData("random:0.3")]
    [InlineData("folds:3")]
    [InlineData("user-folds:2")]
    [InlineData("new-users:0.4")]
    public void Parse_AnyData_PutsEveryEventInOnePartAndContinuesTheNumbering(string text) => AnyEvents.HoldWhereAccepted(data =>
    {
        foreach (var split in Split.Parse(text, data))
        {
            Assert.Equal(AnyEvents.Rows(data), AnyEvents.Rows(split.Train, split.Test, split.History));
            Assert.Equal(split.Train.Users.Ids, split.Test.Users.Ids.Take(split.Train.Users.Count));
            Assert.Equal(split.Train.Items.Ids, split.Test.Items.Ids.Take(split.Train.Items.Count));
            Assert.Equal(text, split.Method);
            if (split.History is not { } history) continue;
            Assert.Equal(split.Test.Users.Ids, history.Users.Ids);
            Assert.Equal(split.Test.Items.Ids, history.Items.Ids);
        }
    });

    [Theory]
    [InlineData("leave-last:1")]
    [InlineData("user-random:0.3")]
    [InlineData("random:0.3")]
    [InlineData("folds:3")]
    [InlineData("new-users:0.4")]
    public void Parse_RowsInAnotherOrder_SplitAlike(string text) => AnyEvents.Hold(events =>
    {
        var distinct = events.DistinctBy(e => (e.User, e.Time)).ToArray();
        Assert.Equal(Parts(distinct), Parts([.. distinct.Reverse()]));

        IEnumerable<string> Parts(Interaction[] rows)
        {
            try
            {
                return [.. Split.Parse(text, AnyEvents.Build(rows)).SelectMany(s => AnyEvents.Rows(s.Train).Append("|").Concat(AnyEvents.Rows(s.Test)))];
            }
            catch (DataException e)
            {
                return [e.Message];
            }
        }
    });

    [Fact]
    public void ByTime_AnyData_NeverLeaks() => AnyEvents.HoldWhereAccepted(data =>
    {
        var split = Split.ByTime(data, 0.3);
        Assert.True(split.Train.Events.Times.ToArray().Max() < split.Test.Events.Times.ToArray().Min());
    });

    [Fact]
    public void ByTime_DistinctTimes_HoldsOutExactlyTheShare() =>
        Assert.Equal(3, Split.ByTime(AnyEvents.Build(Enumerable.Range(0, 10).Select(d => At("a", $"{d}", d))), 0.3).Test.Count);

    [Fact]
    public void LeaveLast_AnyData_HoldsOutExactlyTheNewest() => AnyEvents.HoldWhereAccepted(data =>
    {
        var split = Split.LeaveLast(data, 2);
        for (var u = 0; u < data.Users.Count; u++)
        {
            var id = data.Users[u];
            var held = split.Test.Users.IndexOf(id);
            Assert.Equal(LengthOf(data, u) > 2 ? 2 : 0, held < 0 ? 0 : LengthOf(split.Test, held));
            if (LengthOf(data, u) <= 2) continue;
            Assert.Equal(Ids(data, u)[^2..], Ids(split.Test, held));
        }

        static string[] Ids(Dataset data, int user) => [.. data.Sequence(user).ToArray().Select(i => data.Items[i])];
    });

    [Fact]
    public void LeaveLast_Always_WarnsOfTheFutureAndOfUntestedUsers()
    {
        var split = Split.LeaveLast(TinyWorld.Handful());
        Assert.Contains(split.Warnings, w => w.Contains("look into the future", StringComparison.Ordinal));
        Assert.Contains("1 of 3 users have too few events (at most 1): they are trained on, not tested.", split.Warnings);
        Assert.Contains(split.Warnings, w => w.StartsWith("There are no times", StringComparison.Ordinal));
        Assert.Empty(Split.ByTime(World).Warnings);
    }

    [Fact]
    public void UserRandom_EveryUser_LosesTheRoundedShareButNeverAll() => AnyEvents.HoldWhereAccepted(data =>
    {
        var split = Split.UserRandom(data, 0.3);
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (n, train) = (LengthOf(data, u), LengthOf(split.Train, split.Train.Users.IndexOf(data.Users[u])));
            Assert.Equal(n == 1 ? 0 : Math.Clamp((int)Math.Round(n * 0.3, MidpointRounding.AwayFromZero), 1, n - 1), n - train);
        }
    });

    [Theory]
    [InlineData("user-random:0.3")]
    [InlineData("random:0.3")]
    [InlineData("new-users:0.3")]
    public void Parse_MoreUsers_LeaveTheOthersSplitAsTheyWere(string text)
    {
        var events = TinyWorld.CheckerboardEvents(40).ToArray();
        var before = AnyEvents.Rows(Split.Parse(text, AnyEvents.Build(events))[0].Test);
        var after = AnyEvents.Rows(Split.Parse(text, AnyEvents.Build([.. events, .. events.Select(e => e with { User = "0" + e.User })]))[0].Test);
        Assert.Equal(before, after.Where(row => !row.StartsWith('0') || row.StartsWith("0 ", StringComparison.Ordinal)));
        Assert.NotEqual(before.Length, after.Length);
    }

    [Fact]
    public void Random_UniquePairs_AreNeverInBothParts() =>
        Assert.DoesNotContain(SplitLint.Check(Split.Random(World, 0.5)), f => f.Code == "pairs-in-both");

    [Fact]
    public void Random_Share_IsMetOnAverage() => Assert.InRange(Split.Random(World, 0.3).Test.Count / (double)World.Count, 0.25, 0.35);

    [Fact]
    public void Random_SeedsAndMethods_DrawIndependently()
    {
        var first = AnyEvents.Rows(Split.Random(World, 0.5, seed: 1).Test);
        Assert.Equal(first, AnyEvents.Rows(Split.Random(World, 0.5, seed: 1).Test));
        var common = first.Intersect(AnyEvents.Rows(Split.Random(World, 0.5, seed: 2).Test)).Count();
        Assert.InRange(common / (double)World.Count, 0.2, 0.3);
    }

    [Theory]
    [InlineData("folds:5")]
    [InlineData("user-folds:5")]
    public void Parse_Folds_TestEveryEventOrUserOnce(string text)
    {
        var folds = Split.Parse(text, World);
        Assert.Equal([1, 2, 3, 4, 5], folds.Select(f => f.Fold));
        var tested = AnyEvents.Rows([.. folds.Select(f => f.Test), .. folds.Select(f => f.History)]);
        Assert.Equal(AnyEvents.Rows(World), tested);
    }

    [Fact]
    public void NewUsers_TestUsers_AreUnknownToTrainingAndKeepTheirOldestEvents()
    {
        var split = Split.NewUsers(World, 0.3);
        foreach (var u in Enumerable.Range(0, split.Test.Users.Count).Where(u => LengthOf(split.Test, u) > 0))
        {
            Assert.Equal(0, LengthOf(split.Train, u));
            Assert.Equal(-1, split.Train.Users.IndexOf(split.Test.Users[u]));
            Assert.Equal(4, LengthOf(split.Test, u));
            Assert.Contains(LengthOf(split.History!, u), new[] { 15, 16 });
            Assert.True(split.History!.Events.Times[split.History.EventsOf(u)][^1] < split.Test.Events.Times[split.Test.EventsOf(u)][0]);
        }
    }

    [Fact]
    public void NewItems_TestItems_HaveNoTrainingEventsAndKeepTheirFeatures()
    {
        var builder = new DatasetBuilder { Name = "shop" }.AddRange(from u in Enumerable.Range(0, 30) from i in Enumerable.Range(0, 40) where (u + i) % 3 == 0 select new Interaction($"u{u}", $"i{i}"));
        for (var i = 0; i < 40; i++) builder.ItemFeature($"i{i}", "kind", i % 2 == 0 ? "even" : "odd");
        var data = builder.Build();
        var split = Split.Parse("new-items:0.25", data).Single();
        Assert.Equal(data.Count, split.Train.Count + split.Test.Count);
        int[] held = [.. split.Test.Events.Items.ToArray().Distinct()], known = [.. split.Train.Events.Items.ToArray().Distinct()];
        Assert.InRange(held.Length, 4, 18);
        Assert.Empty(held.Intersect(known));
        Assert.Equal(40, split.Train.Items.Count);
        Assert.All(held, i => Assert.True(split.Train.ItemFeatures!.Knows(i)));
        Assert.NotEqual(held.Select(i => split.Test.Items[i]).Order(), Split.NewItems(data, 0.25, seed: 7).Test.Events.Items.ToArray().Distinct().Select(i => split.Test.Items[i]).Order());
    }

    [Fact]
    public void NewUsers_HistoryItemThatNobodyElseHas_ResolvesInTest()
    {
        var events = from u in Enumerable.Range(0, 9) from i in Enumerable.Range(0, 5) select At($"{u}", i == 0 ? $"own-{u}" : $"{i}", i);
        var split = Split.NewUsers(AnyEvents.Build(events), 0.4);
        foreach (var item in split.History!.Events.Items) Assert.InRange(item, 0, split.Test.Items.Count - 1);
        Assert.Contains(split.History.Events.Items.ToArray(), i => split.Test.Items[i].StartsWith("own-", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_OtherNumbering_IsMadeToContinue()
    {
        var train = AnyEvents.Build([new("b", "y"), new("c", "z")]);
        var split = Split.Files(train, AnyEvents.Build([new("a", "x"), new("c", "y")]), AnyEvents.Build([new("a", "w")]));
        Assert.Equal(["b", "c", "a"], split.Test.Users.Ids);
        Assert.Equal(["y", "z", "x", "w"], split.Test.Items.Ids);
        Assert.Equal(split.Test.Items.Ids, split.History!.Items.Ids);
        Assert.Equal(["a w NaN interaction"], AnyEvents.Rows(split.History).Select(r => r.Replace("  ", " ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("random:0.2")]
    [InlineData("new-users:0.2")]
    [InlineData("new-items:0.2")]
    public void Inner_SameWordsAndSeed_DrawsAnew(string text)
    {
        var outer = Split.Parse(text, TinyWorld.Checkerboard(150))[0];
        var inner = Assert.Single(outer.Inner(text));
        Assert.Equal($"{text} > {text}", inner.Method);
        Assert.InRange((inner.Test.Count + (inner.History?.Count ?? 0)) / (double)outer.Train.Count, 0.1, 0.3);
        var error = Assert.Throws<ArgumentException>(() => Split.Parse(text, outer.Train));
        Assert.Contains($"Use split.Inner(\"{text}\"), or another seed.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("random:0.01")]
    [InlineData("new-users:0.01")]
    public void Parse_TinyShareOfTinyData_HoldsOutSomething(string text) => Assert.True(Split.Parse(text, TinyWorld.Handful())[0].Test.Count >= 1);

    [Fact]
    public void Parse_WithoutNumbers_TakesTheDefaults() =>
        Assert.All(Split.Forms.Split(", "), form => Assert.Equal(form, Split.Parse(form.Split(':')[0], World)[0].Method));

    [Theory]
    [InlineData("holdout:0.2", "there is no such split")]
    [InlineData("time:1", "the share '1' must be a number between 0 and 1")]
    [InlineData("random:0,2", "the share '0,2' must be a number between 0 and 1")]
    [InlineData("leave-last:0", "'0' must be a whole number from 1")]
    [InlineData("folds:1", "'1' must be a whole number from 2")]
    public void Parse_BadText_ListsTheForms(string text, string why) =>
        Assert.Equal($"'{text}' is not a way to split: {why}. Ways are {Split.Forms}.", Assert.Throws<ArgumentException>(() => Split.Parse(text, World)).Message);

    [Fact]
    public void ByTime_NoTimes_SaysWhatToDo() =>
        Assert.Contains("use leave-last:1", Assert.Throws<DataException>(() => Split.ByTime(TinyWorld.Handful())).Message, StringComparison.Ordinal);

    [Fact]
    public void ByTime_OneMoment_LeavesNothingToTrainOn() =>
        Assert.StartsWith("any: the split time:0.2 leaves 0 events to train on and 2 to test on;",
            Assert.Throws<DataException>(() => Split.ByTime(AnyEvents.Build([At("a", "x", 1), At("b", "y", 1)]))).Message, StringComparison.Ordinal);
}
