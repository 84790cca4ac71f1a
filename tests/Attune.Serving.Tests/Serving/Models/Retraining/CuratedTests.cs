namespace Attune.Serving.Tests;

/// <summary>Trainings that go on from the model in use, on the part of what is new that is worth it.</summary>
public sealed class CuratedTests
{
    // As the server does when it starts; here a room is made by hand.
    static CuratedTests() => Trainers.Register(typeof(Neural.Sasrec).Assembly);

    [Fact]
    public async Task Retrain_Curated_GoesOnFromTheModelOnAFifthOfWhatIsNew()
    {
        Assert.SkipWhen(Neural.Torch.Missing is not null, Neural.Torch.Missing ?? "");
        var room = new ModelRoom();
        room.Options.Retrain.Model = "sasrec";
        foreach (var (name, value) in new[] { ("width", "16"), ("layers", "1"), ("heads", "1"), ("dropout", "0"), ("epochs", "40"), ("batchSize", "16"), ("learningRate", "0.01"), ("maxLength", "12") }) room.Options.Retrain.Settings[name] = value;
        (room.Options.Retrain.Curation.IsOn, room.Options.Retrain.Curation.Epochs, room.Options.Retrain.Curation.Select, room.Options.Retrain.Curation.Represent) = (true, 3, "top", "hidden");
        var first = await room.StartAsync();
        Assert.DoesNotContain("chunks", first.Decision, StringComparison.Ordinal);
        await room.AddAsync(8, 12);

        var second = (await room.Models.RetrainAsync())!;

        // One stretch of four events for each of sixty users.
        Assert.StartsWith("Learned from 12 of 60 new chunks of histories, going on from the model in use. Activated: not worse", second.Decision, StringComparison.Ordinal);
        var model = room.Active.Of("default")!.Model;
        Assert.Equal(ModelRoom.Users, model.Catalog.Users.Count);
        Assert.All(Enumerable.Range(0, ModelRoom.Users), u => Assert.NotEmpty(TopN.For(model, Query.For(u), 3, Seen.Include).Items));
        await room.AddAsync(12, 14);
        Assert.StartsWith("Learned from 12 of 60 new chunks", (await room.Models.RetrainAsync())!.Decision, StringComparison.Ordinal);
    }

    [Theory, InlineData("als", "top", "hidden", "cannot go on from where its training ended"), InlineData("sasrec", "best", "hidden", "there is no sampler 'best'")]
    public async Task Retrain_CurationThatCannotBe_IsRefusedBeforeReading(string model, string select, string represent, string said)
    {
        var room = new ModelRoom();
        room.Options.Retrain.Model = model;
        (room.Options.Retrain.Curation.IsOn, room.Options.Retrain.Curation.Select, room.Options.Retrain.Curation.Represent) = (true, select, represent);
        Assert.Contains(said, (await Assert.ThrowsAsync<ArgumentException>(() => room.Models.RetrainAsync())).Message, StringComparison.Ordinal);
    }
}
