using System.Text;

namespace Attune.Serving.Tests;

/// <summary>A model from elsewhere: measured like one of our own, and nothing of a bad archive is kept.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task Publish_ToAnEmptyServer_Answers()
    {
        var room = new ModelRoom();
        var record = await PublishAsync(room, new ItemKnn().Fit(ModelRoom.Data(0, 8)));
        Assert.True(record.IsActive, record.Decision);
        Assert.Equal(("published", "item-knn", 60, 0L), (record.Origin, record.Model, record.Users, record.LastEvent));
        Assert.StartsWith("Activated as the first model without a measurement:", record.Decision, StringComparison.Ordinal);
        Assert.Equal(record.Version, room.ActiveVersion);
    }

    [Fact]
    public async Task Publish_Worse_IsKeptButDoesNotAnswer()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        await room.AddAsync(8, 12);
        var record = await PublishAsync(room, new RandomOrder().Fit(ModelRoom.Data(0, 10)));
        Assert.False(record.IsActive);
        Assert.StartsWith("Refused: worse (ndcg@10", record.Decision, StringComparison.Ordinal);
        Assert.Equal(first.Version, room.ActiveVersion);
    }

    [Fact]
    public async Task Publish_AsGood_AnswersThoughItDoesNotKnowAllUsersAndItems()
    {
        var room = new ModelRoom();
        await room.StartAsync();
        await room.AddAsync(8, 12);
        await room.Store.AddEventsAsync([new StoredEvent { Type = "view", User = "new", Item = "fresh", Time = room.Time.GetUtcNow() }]);
        var record = await PublishAsync(room, new ItemKnn().Fit(ModelRoom.Data(0, 9)));
        Assert.True(record.IsActive, record.Decision);
        Assert.StartsWith("Activated: not worse (ndcg@10", record.Decision, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_ModelThatSawTheNewestEvents_IsNotMeasuredOnThem()
    {
        var room = new ModelRoom();
        await room.StartAsync();
        await room.AddAsync(8, 12);
        var record = await PublishAsync(room, new ItemKnn().Fit(ModelRoom.Data(0, 12)));
        Assert.False(record.IsActive);
        Assert.Contains("no event is newer than what the models were trained on", record.Decision, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_Garbage_KeepsNothing()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        await Assert.ThrowsAsync<DataException>(() => room.Models.PublishAsync(new MemoryStream(Encoding.UTF8.GetBytes("PK garbage"))));
        Assert.Equal([first.Version], (await room.Models.ListAsync()).Select(m => m.Version));
        Assert.Equal(first.Version, room.ActiveVersion);
        Assert.StartsWith("Failed: The archive is no saved model", room.Models.Tasks[0].Outcome, StringComparison.Ordinal);
    }

    static async Task<ModelRecord> PublishAsync(ModelRoom room, IRecommender model) => await room.Models.PublishAsync(new MemoryStream(await ModelArchiveTests.Packed(model)));
}
