namespace Attune.Serving.Tests;

/// <summary>What a publisher says without a broker.</summary>
public sealed class FeedPublisherTests
{
    static readonly StoredEvent Good = new() { Type = "view", User = "u", Item = "i" };

    static FeedPublisher Publisher(Action<FeedPublisherOptions>? set = null)
    {
        var options = new FeedPublisherOptions { RabbitMq = $"amqp://me:hunter2@127.0.0.1:{RabbitServer.FreePort()}", GiveUpAfter = TimeSpan.FromMilliseconds(200) };
        set?.Invoke(options);
        return new(options);
    }

    [Fact]
    public async Task Publish_NoBroker_GivesUpInTimeAndNamesNoPassword()
    {
        await using var publisher = Publisher();
        var e = await Assert.ThrowsAsync<TimeoutException>(() => publisher.PublishAsync([Good]));
        Assert.Contains("amqp://127.0.0.1:", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", e.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<TimeoutException>(() => publisher.PublishAsync(Good));
    }

    [Fact]
    public async Task Publish_BadEvent_IsRefusedBeforeItIsSent()
    {
        await using var publisher = Publisher();
        Assert.Contains("Event 1: item", (await Assert.ThrowsAsync<DataException>(() => publisher.PublishAsync([Good, Good with { Item = "" }]))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DataException>(() => publisher.PublishAsync(Good with { Value = double.NaN }));
    }

    [Theory]
    [InlineData(0, 1, 0, "BatchSize is 0; it must be from 1 to 10,000")]
    [InlineData(1, 0, 0, "Window is 0; it must be from 1 to 10,000")]
    [InlineData(1, 1, 11, "Linger is 00:00:11; it must be from 0 to 10 seconds")]
    public void Options_OutOfRange_AreSaid(int batch, int window, int linger, string said) => Assert.Contains(said,
        Assert.Throws<ArgumentException>(() => Publisher(o => (o.BatchSize, o.Window, o.Linger) = (batch, window, TimeSpan.FromSeconds(linger)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("amqp://me:hunter2@host:5673/shop", "amqp://host:5673/shop")]
    [InlineData("amqps://me:hunter2@host", "amqps://host/")]
    public void Address_AsText_HoldsNoCredentials(string address, string shown) => Assert.Equal(shown, BrokerAddress.Parse(address).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("host:hunter2")]
    [InlineData("http://me:hunter2@host")]
    public void Address_ThatIsNone_IsRefusedWithoutRepeatingIt(string address)
    {
        var e = Assert.Throws<ArgumentException>(() => BrokerAddress.Parse(address));
        Assert.Contains("must look like amqp://", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BackOff_Failures_DoubleUpToTheLimit()
    {
        var wait = new BackOff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        Assert.Equal([100, 200, 400, 5000, 5000], new[] { 0, 1, 2, 10, 1000 }.Select(n => wait.After(n).TotalMilliseconds));
    }
}
