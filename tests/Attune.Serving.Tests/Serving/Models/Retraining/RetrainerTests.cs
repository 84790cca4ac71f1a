namespace Attune.Serving.Tests;

/// <summary>When the server trains by itself.</summary>
public sealed class RetrainerTests
{
    [Fact]
    public async Task Look_EnoughEventsForTheFirstTime_TrainsAtOnce()
    {
        var room = new ModelRoom();
        await room.AddAsync(0, 1);
        await LookAsync(room);
        Assert.Empty(await room.Models.ListAsync());
        await room.AddAsync(1, 8);
        await LookAsync(room);
        Assert.NotNull(room.ActiveVersion);
        await LookAsync(room);
        Assert.Single(await room.Models.ListAsync());
    }

    [Fact]
    public async Task Look_NewEventsAfterTheInterval_TrainsOnlyThen()
    {
        var room = new ModelRoom();
        await room.AddAsync(0, 8);
        await LookAsync(room);
        room.Time.Advance(TimeSpan.FromMinutes(61));
        await LookAsync(room);
        Assert.Single(await room.Models.ListAsync());
        await room.AddAsync(8, 12);
        await LookAsync(room);
        Assert.Equal(2, (await room.Models.ListAsync()).Count);
        await room.AddAsync(12, 14);
        room.Time.Advance(TimeSpan.FromMinutes(59));
        await LookAsync(room);
        Assert.Equal(2, (await room.Models.ListAsync()).Count);
    }

    [Fact]
    public async Task Look_ManyNewEvents_TrainsWithoutWaiting()
    {
        var room = new ModelRoom();
        room.Options.Retrain.AfterEvents = 200;
        await room.AddAsync(0, 8);
        await LookAsync(room);
        await room.AddAsync(8, 11);
        await LookAsync(room);
        Assert.Single(await room.Models.ListAsync());
        await room.AddAsync(11, 12);
        await LookAsync(room);
        Assert.Equal(2, (await room.Models.ListAsync()).Count);
    }

    [Fact]
    public async Task Look_ClockSetBack_StillTrains()
    {
        var room = new ModelRoom();
        await room.AddAsync(0, 8);
        await LookAsync(room);
        room.Time.Set(new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await room.AddAsync(8, 12);
        room.Time.Advance(TimeSpan.FromMinutes(61));
        await LookAsync(room);
        var models = await room.Models.ListAsync();
        Assert.Equal(2, models.Count);
        Assert.True(models[0].IsActive);
        // A process that is started under the wrong clock finds a record from the future.
        var restarted = new ModelRoom(room);
        await room.AddAsync(12, 14);
        await LookAsync(restarted);
        Assert.Equal(3, (await room.Models.ListAsync()).Count);
    }

    [Fact]
    public async Task Look_EverySpace_IsTrained()
    {
        var room = new ModelRoom();
        foreach (var space in new[] { "a", "b" }) await room.Storage.Of(space).AddEventsAsync(ModelRoom.Events(0, 8));
        await LookAsync(room);
        Assert.NotNull(room.Active.Of("a"));
        Assert.NotNull(room.Active.Of("b"));
    }

    [Fact]
    public async Task Look_TwoReplicasAtOnce_TrainOnce()
    {
        var one = new ModelRoom();
        var two = new ModelRoom(one);
        await one.AddAsync(0, 8);
        await Task.WhenAll(Task.Run(() => LookAsync(one)), Task.Run(() => LookAsync(two)));
        await LookAsync(two);
        await LookAsync(one);
        Assert.Single(await one.Models.ListAsync());
        Assert.Single(one.Tasks.All.Concat(two.Tasks.All), t => t.Name == "retrain");
    }

    [Fact]
    public async Task IsStillDue_AnotherTrainedSinceItWasFoundDue_IsNot()
    {
        var room = new ModelRoom();
        var schedule = new RetrainSchedule(room.Options.Retrain, room.Time);
        await room.AddAsync(0, 8);
        Assert.True(schedule.IsDue("default", await room.Store.CountsAsync(), []));
        Assert.True(schedule.IsStillDue("default", []));
        Assert.False(schedule.IsStillDue("default", [new ModelRecord { Version = "v", Model = "als", LastEvent = 480 }]));
    }

    [Fact]
    public async Task Look_Fails_IsSaidAndTheNextTriesWaitLonger()
    {
        var room = new ModelRoom();
        await room.AddAsync(0, 8);
        room.Options.Retrain.Model = "alz";
        await LookAsync(room);
        Assert.Contains(room.Log.All, l => l.StartsWith("Error: Space default: the training failed", StringComparison.Ordinal) && l.Contains("There is no model 'alz'", StringComparison.Ordinal));
        Assert.StartsWith("Failed: There is no model 'alz'", Assert.Single(room.Models.Tasks).Outcome, StringComparison.Ordinal);
        var tries = new List<int>();
        for (var second = 5; second <= 300; second += 5)
        {
            room.Time.Advance(TimeSpan.FromSeconds(5));
            var before = room.Models.Tasks.Count;
            await LookAsync(room);
            if (room.Models.Tasks.Count > before) tries.Add(second);
        }
        Assert.Equal([30, 90, 210], tries);
        room.Options.Retrain.Model = "item-knn";
        room.Time.Advance(TimeSpan.FromHours(7));
        await LookAsync(room);
        Assert.NotNull(room.ActiveVersion);
    }

    [Fact]
    public async Task Look_NeuralModelWithoutLibtorch_SaysWhatToInstall()
    {
        Assert.SkipWhen(Neural.Torch.IsAvailable, "libtorch is here, so nothing is missing.");
        Trainers.Register(typeof(Neural.Sasrec).Assembly);
        var room = new ModelRoom();
        await room.AddAsync(0, 8);
        room.Options.Retrain.Model = "sasrec";
        await LookAsync(room);
        Assert.Contains("libtorch", Assert.Single(room.Models.Tasks).Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_OnTheClock_TrainsAndStopsAtOnce()
    {
        var room = new ModelRoom();
        await room.AddAsync(0, 8);
        await room.Retrainer.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 500 && room.ActiveVersion is null; i++)
        {
            room.Time.Advance(Retrainer.Every);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.NotNull(room.ActiveVersion);
        await room.Retrainer.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, room.Time.Timers);
    }

    [Fact]
    public async Task Execute_StoppedInATraining_EndsSoonAndLeavesNothing()
    {
        var room = new ModelRoom();
        room.TrainForever();
        await room.AddAsync(0, 8);
        await room.Retrainer.StartAsync(TestContext.Current.CancellationToken);
        await room.UntilInTraining();
        await room.Retrainer.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await room.Models.ListAsync());
        Assert.Equal("Stopped; nothing was kept.", room.Models.Tasks[0].Outcome);
        Assert.NotNull(await room.Storage.TryLockAsync("train:default"));
    }

    [Fact]
    public async Task Look_LockIsLost_EndsTheTrainingBecauseAnotherMayHaveBegun()
    {
        var storage = new TroubledStorage(new MemoryStorage(TimeProvider.System));
        var room = new ModelRoom(null, storage);
        room.TrainForever();
        await room.AddAsync(0, 8);
        var looking = Task.Run(() => LookAsync(room));
        await room.UntilInTraining();
        await storage.LoseLocksAsync();
        await looking;
        Assert.Empty(await room.Models.ListAsync());
        Assert.Equal("Stopped; nothing was kept.", room.Models.Tasks[0].Outcome);
        Assert.Contains(room.Log.All, l => l.StartsWith("Error: Space default: the training failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Look_SwitchedOff_NeverTrains()
    {
        var room = new ModelRoom();
        room.Options.Retrain.IsOn = false;
        await room.AddAsync(0, 8);
        await LookAsync(room);
        Assert.Empty(room.Models.Tasks);
    }

    static Task LookAsync(ModelRoom room) => room.Retrainer.LookAsync(TestContext.Current.CancellationToken);
}
