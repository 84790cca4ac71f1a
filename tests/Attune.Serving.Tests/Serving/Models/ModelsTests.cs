namespace Attune.Serving.Tests;

/// <summary>Training, deciding, activating and rolling back through the interface that applications use.</summary>
public sealed class ModelsTests
{
    [Fact]
    public async Task Retrain_OnEvents_AnswersWithBetterListsThanPopularity()
    {
        var room = new ModelRoom();
        var record = await room.StartAsync();

        Assert.True(record.IsActive, record.Decision);
        Assert.StartsWith("Activated as the first model", record.Decision, StringComparison.Ordinal);
        Assert.Contains("popularity", record.Decision, StringComparison.Ordinal);
        Assert.Equal(("item-knn", "retrained", 480L, 480L, 60), (record.Model, record.Origin, record.Events, record.LastEvent, record.Users));
        Assert.True(record.Bytes > 0);
        Assert.Equal(["ndcg@10", "recall@10", "coverage@10"], record.Metrics.Select(m => m.Name));
        Assert.All(record.Metrics.Take(2), m => Assert.True(m.Low <= m.Value && m.Value <= m.High && m.Users >= 10, m.ToString()));
        var model = room.Active.Of("default")!;
        Assert.Equal(record.Version, model.Version);
        Assert.All(Enumerable.Range(0, ModelRoom.Users), u => Assert.All(ListOf(model.Model, u), item => Assert.Equal(u % 3, int.Parse(item[1..], System.Globalization.CultureInfo.InvariantCulture) / ModelRoom.Group)));
        var popular = new Popularity().Fit(ModelRoom.Data(0, 8));
        Assert.Contains(Enumerable.Range(0, ModelRoom.Users), u => ListOf(popular, u).Any(item => int.Parse(item[1..], System.Globalization.CultureInfo.InvariantCulture) / ModelRoom.Group != u % 3));
    }

    [Fact]
    public async Task Retrain_CandidateIsWorse_StaysWithReasonAndNumbers()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        await room.AddAsync(8, 12);
        room.Options.Retrain.Model = "random-order";

        var second = (await room.Models.RetrainAsync())!;

        Assert.False(second.IsActive);
        Assert.Equal(0, second.Activation);
        Assert.Matches($@"^Refused: worse \(ndcg@10 0\.\d+ beside 0\.\d+ of {first.Version}, difference -0\.\d+ \[-0\.\d+, -0\.\d+\] over \d+ users of the newest events\)\.$", second.Decision);
        Assert.NotEmpty(second.Metrics);
        Assert.Equal(first.Version, room.ActiveVersion);
        Assert.Equal([second.Version, first.Version], (await room.Models.ListAsync()).Select(m => m.Version));
    }

    [Fact]
    public async Task Retrain_CandidateIsAsGood_TakesOverWithAllEvents()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        await room.AddAsync(8, 12);

        var second = (await room.Models.RetrainAsync())!;

        Assert.True(second.IsActive, second.Decision);
        Assert.Contains(first.Version, second.Decision, StringComparison.Ordinal);
        Assert.Equal(720, second.Events);
        Assert.Equal(second.Version, room.ActiveVersion);
        Assert.False((await room.Models.ListAsync()).Single(m => m.Version == first.Version).IsActive);
    }

    [Fact]
    public async Task Retrain_NothingNew_RefusesBecauseNothingCanBeMeasured()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        var second = (await room.Models.RetrainAsync())!;
        Assert.Equal($"Refused: it cannot be measured beside {first.Version}: no event is newer than what the models were trained on.", second.Decision);
        Assert.Equal(first.Version, room.ActiveVersion);
    }

    [Fact]
    public async Task Retrain_WarmStart_StartsFromTheActiveModel()
    {
        var room = new ModelRoom();
        room.Options.Retrain.Model = "als";
        room.Options.Retrain.Settings["factors"] = "8";
        room.Options.Retrain.Settings["iterations"] = "3";
        await room.StartAsync();
        await room.AddAsync(8, 12);
        var cold = new Als { Factors = 8, Iterations = 3 }.Fit(await StoredData.ReadAsync(room.Store, room.Options.Feedback, long.MaxValue, TestContext.Current.CancellationToken));

        var second = (await room.Models.RetrainAsync())!;

        Assert.True(second.IsActive, second.Decision);
        Assert.NotEqual(Floats(cold), Floats(room.Active.Of("default")!.Model));
    }

    [Fact]
    public async Task Retrain_WithoutEvents_FailsAndSaysSoInItsTask()
    {
        var room = new ModelRoom();
        var error = await Assert.ThrowsAsync<DataException>(() => room.Models.RetrainAsync());
        Assert.Contains("'default' has no events", error.Message, StringComparison.Ordinal);
        var task = Assert.Single(room.Models.Tasks);
        Assert.Equal(("retrain", "default", $"Failed: {error.Message}"), (task.Name, task.Space, task.Outcome));
        Assert.NotNull(task.Ended);
    }

    [Theory]
    [InlineData("alz", "ndcg@10", "There is no model 'alz'")]
    [InlineData("item-knn", "coverage@10", "cannot decide")]
    [InlineData("item-knn", "average-popularity@10", "cannot decide")]
    public async Task Retrain_WrongOptions_SaysWhatIsWrong(string model, string metric, string message)
    {
        var room = new ModelRoom();
        await room.AddAsync(0, 8);
        (room.Options.Retrain.Model, room.Options.Retrain.Metric) = (model, metric);
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => room.Models.RetrainAsync());
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retrain_CancelledInTheMiddle_LeavesNothing()
    {
        var room = new ModelRoom();
        await room.AddAsync(0, 8);
        room.TrainForever();
        using var stop = new CancellationTokenSource();
        var training = room.Models.RetrainAsync(null, stop.Token);
        await room.UntilInTraining();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => training);
        Assert.Empty(await room.Models.ListAsync());
        Assert.Null(room.ActiveVersion);
        Assert.Equal("Stopped; nothing was kept.", room.Models.Tasks[0].Outcome);
        Assert.NotNull(await room.Storage.TryLockAsync("train:default"));
    }

    [Fact]
    public async Task Retrain_AnotherTrains_IsNull()
    {
        var room = new ModelRoom();
        await room.AddAsync(0, 8);
        await using var other = await room.Storage.TryLockAsync("train:default");
        Assert.Null(await room.Models.RetrainAsync());
        Assert.Empty(room.Models.Tasks);
    }

    [Fact]
    public async Task Retrain_AnotherVersionIsActivatedMeanwhile_IsNotOverruled()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        await room.AddAsync(8, 12);
        var second = (await room.Models.RetrainAsync())!;
        await room.AddAsync(12, 16);
        var interrupted = new Models(room.Storage, room.Active, room.Loader, room.Tasks, Microsoft.Extensions.Options.Options.Create(room.Options), new ArchiveLimits(),
            new Interruption(room.Time, () => room.Models.ActivateAsync(first.Version)), room.Log.Of<Models>());

        var third = (await interrupted.RetrainAsync())!;

        Assert.False(third.IsActive);
        Assert.StartsWith($"Not activated: {first.Version} was activated while this one was made. Its trial said: Activated: not worse", third.Decision, StringComparison.Ordinal);
        Assert.Equal(first.Version, room.ActiveVersion);
        Assert.NotEqual(first.Version, second.Version);
    }

    [Fact]
    public async Task Activate_ByHand_AnswersWithIt()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        await room.AddAsync(8, 12);
        var second = (await room.Models.RetrainAsync())!;

        var activated = (await room.Models.ActivateAsync(first.Version))!;

        Assert.Equal((first.Version, true, "Activated by hand."), (activated.Version, activated.IsActive, activated.Decision));
        Assert.Equal(first.Version, room.ActiveVersion);
        Assert.Null(await room.Models.ActivateAsync("20200101T000000-als-0000"));
        Assert.Equal(second.Version, (await room.Models.RollBackAsync())!.Version);
        Assert.Equal(first.Version, (await room.Models.ListAsync())[1].Version);
    }

    [Fact]
    public async Task RollBack_Twice_GoesBackTwoVersions()
    {
        var room = new ModelRoom();
        Assert.Null(await room.Models.RollBackAsync());
        var first = await room.StartAsync();
        Assert.Null(await room.Models.RollBackAsync());
        await room.AddAsync(8, 12);
        var second = (await room.Models.RetrainAsync())!;
        await room.AddAsync(12, 16);
        var third = (await room.Models.RetrainAsync())!;
        Assert.True(third.IsActive, third.Decision);

        var back = (await room.Models.RollBackAsync())!;
        Assert.Equal((second.Version, $"Rolled back to from {third.Version}."), (back.Version, back.Decision));
        Assert.Equal(second.Version, room.ActiveVersion);
        Assert.Equal(first.Version, (await room.Models.RollBackAsync())!.Version);
        Assert.Equal(first.Version, room.ActiveVersion);
        Assert.Null(await room.Models.RollBackAsync());
        Assert.Equal(first.Version, room.ActiveVersion);
    }

    [Fact]
    public async Task Retrain_ManyTimes_KeepsSoManyAndTheOneToRollBackTo()
    {
        var room = new ModelRoom();
        room.Options.Retrain.Kept = 2;
        var first = await room.StartAsync();
        await room.AddAsync(8, 12);
        var second = (await room.Models.RetrainAsync())!;
        room.Options.Retrain.Model = "random-order";
        for (var i = 0; i < 3; i++)
        {
            await room.AddAsync(12 + i, 13 + i);
            Assert.False((await room.Models.RetrainAsync())!.IsActive);
        }

        var kept = await room.Models.ListAsync();

        Assert.Equal(3, kept.Count);
        Assert.Equal(["random-order", "item-knn", "item-knn"], kept.Select(m => m.Model));
        Assert.Equal([second.Version, first.Version], kept.Skip(1).Select(m => m.Version));
        Assert.Equal(first.Version, (await room.Models.RollBackAsync())!.Version);
    }

    [Fact]
    public async Task Retrain_ClockSetBack_StillDecidesAndVersionsStillSort()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        room.Time.Set(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await room.Store.AddEventsAsync([.. ModelRoom.Events(8, 12).Select(e => e with { Time = e.Time.AddYears(-10) })]);

        var second = (await room.Models.RetrainAsync())!;

        Assert.True(second.IsActive, second.Decision);
        Assert.True(string.CompareOrdinal(second.Version, first.Version) > 0);
        Assert.True(second.Created > first.Created);
        Assert.Equal([second.Version, first.Version], (await room.Models.ListAsync()).Select(m => m.Version));
    }

    [Fact]
    public async Task Spaces_AreApart()
    {
        var room = new ModelRoom();
        await room.StartAsync();
        Assert.Empty(await room.Models.ListAsync("other"));
        await room.Storage.Of("other").AddEventsAsync(ModelRoom.Events(0, 8));
        var other = (await room.Models.RetrainAsync("other"))!;
        Assert.Equal(other.Version, room.Active.Of("other")!.Version);
        Assert.Null(await room.Models.ActivateAsync(other.Version));
    }

    /// <summary>Does something the first time that a measurement asks for the time.</summary>
    sealed class Interruption(TimeProvider inner, Func<Task> work) : TimeProvider
    {
        int _asked;

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override long GetTimestamp()
        {
            if (Interlocked.Exchange(ref _asked, 1) == 0) Task.Run(work).Wait();
            return inner.GetTimestamp();
        }
    }

    static float[] Floats(IRecommender model)
    {
        var weights = new Weights();
        model.Export(weights);
        return weights.Float("item_factors");
    }

    static string[] ListOf(IRecommender model, int user) =>
        [.. new Ranker(model).Rank(Query.For(model.Catalog.Users.IndexOf($"u{user}")), 5, Seen.Exclude).ToArray().Select(i => model.Catalog.Items[i])];
}
