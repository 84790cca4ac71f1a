using System.Buffers;
using System.Text;

namespace Attune.Serving.Tests;

/// <summary>What a message of the feed may say, and what each mistake is answered with.</summary>
public sealed class FeedReaderTests
{
    static readonly DateTimeOffset Sent = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    static FeedMessage Read(string json, string? messageId = "m1") => new FeedReader(FeedLimits.Default).Read(Encoding.UTF8.GetBytes(json), messageId, Sent);

    [Fact]
    public void Read_ArrayOfEvents_TakesEveryMember()
    {
        var message = Read("""[{"type":"view","user":"u1","item":"i1","value":2.5,"time":"2026-02-01T10:00:00+02:00","labels":{"a":[1,{"b":"c"}]},"comment":"hm","eventId":"e1","requestId":"r1"}]""");
        Assert.Equal((null, EventMode.Accumulate, true), (message.Space, message.Mode, message.AddMissing));
        Assert.Equal(new StoredEvent
        {
            Type = "view", User = "u1", Item = "i1", Value = 2.5, Time = new(2026, 2, 1, 8, 0, 0, TimeSpan.Zero), Labels = """{"a":[1,{"b":"c"}]}""", Comment = "hm", EventId = "e1", RequestId = "r1",
        }, Assert.Single(message.Events));
    }

    [Fact]
    public void Read_Envelope_NamesSpaceAndMode()
    {
        var message = Read("""{"events":[{"type":"t","user":"u","item":"i"}],"space":"shop","mode":"overwrite","addMissing":false}""");
        Assert.Equal(("shop", EventMode.Overwrite, false, 1), (message.Space, message.Mode, message.AddMissing, message.Events.Count));
    }

    [Fact]
    public void Read_NoEventIds_GetThemFromTheMessageAndTheirPlace() =>
        Assert.Equal(["m7/0", "own", "m7/2"], Read("""[{"type":"t","user":"u","item":"i"},{"type":"t","user":"u","item":"i","eventId":"own"},{"type":"t","user":"u","item":"i"}]""", "m7").Events.Select(e => e.EventId));

    [Fact]
    public void Read_NoTime_TakesThatOfTheMessage() => Assert.Equal(Sent, Read("""[{"type":"t","user":"u","item":"i"}]""").Events[0].Time);

    [Fact]
    public void Read_TimeWithoutOffset_IsUtc() => Assert.Equal(Sent, Read("""[{"type":"t","user":"u","item":"i","time":"2026-03-01T12:00:00"}]""").Events[0].Time);

    [Fact]
    public void Read_NoEvents_IsOrdinary() => Assert.Empty(Read("[]", null).Events);

    [Theory]
    [InlineData("", "is no JSON")]
    [InlineData("{]", "is no JSON")]
    [InlineData("[] []", "is no JSON")]
    [InlineData("7", "neither an array of events nor an object")]
    [InlineData("{}", "no member 'events'")]
    [InlineData("""{"events":{}}""", "must be an array")]
    [InlineData("""{"events":[],"spcae":"x"}""", "unknown member 'spcae'")]
    [InlineData("""{"events":[],"mode":"merge"}""", "mode is 'merge'; it must be accumulate or overwrite")]
    [InlineData("""{"events":[],"space":3}""", "space must be a string")]
    [InlineData("""{"events":[],"addMissing":"yes"}""", "addMissing must be true or false")]
    [InlineData("[3]", "Event 0: it must be an object")]
    [InlineData("""[{"type":"t","user":"u","item":"i"},{"type":"t","user":"u"}]""", "Event 1: item is missing or empty; it must have 1 to 256 characters")]
    [InlineData("""[{"type":"t","user":"","item":"i"}]""", "Event 0: user is missing or empty")]
    [InlineData("""[{"type":"t","user":"a\u0000b","item":"i"}]""", "Event 0: A user id has no control characters")]
    [InlineData("""[{"type":"t","user":7,"item":"i"}]""", "Event 0: user must be a string")]
    [InlineData("""[{"type":"t","user":"u","item":"i","value":"1"}]""", "Event 0: value must be a number")]
    [InlineData("""[{"type":"t","user":"u","item":"i","value":1e999}]""", "Event 0: The value of an event must be a finite number")]
    [InlineData("""[{"type":"t","user":"u","item":"i","time":"yesterday"}]""", "Event 0: time must be ISO 8601")]
    [InlineData("""[{"type":"t","user":"u","item":"i","usr":"x"}]""", "Event 0: it has an unknown member 'usr'")]
    [InlineData("""[{"type":"t","user":"u","item":"i","comment":"\u0000"}]""", "Event 0: The comment of an event of user 'u' holds a character that cannot be stored")]
    [InlineData("""[{"type":"t","user":"\ud800","item":"i"}]""", "is no JSON")]
    [InlineData("""[{"type":"t","user":"u","item":"i","labels":[[[[[[[[[[[1]]]]]]]]]]]}]""", "is no JSON that can be read")]
    public void Read_Mistake_IsSaid(string json, string said) => Assert.Contains(said, Assert.Throws<DataException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_LabelsAsDeepAsAllowed_AreTaken() => Assert.Equal("[[[[[[[[1]]]]]]]]", Read("""{"events":[{"type":"t","user":"u","item":"i","labels":[[[[[[[[1]]]]]]]]}]}""").Events[0].Labels);

    [Fact]
    public void Read_LongId_IsRefused() => Assert.Contains("item has 257 characters; it must have 1 to 256",
        Assert.Throws<DataException>(() => Read($$"""[{"type":"t","user":"u","item":"{{new string('x', 257)}}"}]""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NeitherMessageIdNorEventIds_IsRefused() => Assert.Contains("no message_id", Assert.Throws<DataException>(() => Read("""[{"type":"t","user":"u","item":"i"}]""", null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_LargerThanAllowed_IsRefused() => Assert.Contains("at most 10 are taken",
        Assert.Throws<DataException>(() => new FeedReader(FeedLimits.Default with { LargestBody = 10 }).Read("[            ]"u8, null, Sent)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_AnyBytes_ThrowNothingButDataException()
    {
        var good = Encoding.UTF8.GetBytes("""{"space":"shop","mode":"overwrite","events":[{"type":"view","user":"ü1","item":"i1","value":-2.5e3,"time":"2026-02-01T10:00:00Z","labels":{"a":[1]},"eventId":"e"}]}""");
        var random = new Numerics.Seed(7).Stream();
        for (var n = 0; n < 20_000; n++)
        {
            var bytes = good.ToArray();
            for (var flips = 1 + n % 4; flips > 0; flips--) bytes[random.NextInt(bytes.Length)] = (byte)random.NextInt(256);
            try
            {
                new FeedReader(FeedLimits.Default).Read(bytes.AsSpan(0, n % 3 == 0 ? random.NextInt(bytes.Length) : bytes.Length), "m", Sent);
            }
            catch (DataException)
            {
            }
        }
    }

    [Fact]
    public void Write_ThenRead_GivesTheSameEvents()
    {
        StoredEvent[] events =
        [
            new() { Type = "view", User = "ü \"quoted\"", Item = "i", Value = 0.1, Time = Sent.AddTicks(1234567), Labels = """{"a":[1,"x"]}""", Comment = "line\nline", EventId = "e", RequestId = "r" },
            new() { Type = "buy", User = "u", Item = "j", Time = Sent, EventId = "f" },
        ];
        var body = new ArrayBufferWriter<byte>();
        Assert.Equal(2, FeedWriter.Write(body, "shop", EventMode.Overwrite, events, 0, 1000));
        var message = new FeedReader(FeedLimits.Default).Read(body.WrittenSpan, null, default);
        Assert.Equal(("shop", EventMode.Overwrite), (message.Space, message.Mode));
        Assert.Equal(events, message.Events);
    }

    [Fact]
    public void Write_ManyOrLargeEvents_AreCutIntoMessages()
    {
        var large = Enumerable.Range(0, 10).Select(i => new StoredEvent { Type = "t", User = "u", Item = "i", Comment = new string('x', 300_000), EventId = $"{i}" }).ToArray();
        Assert.Equal(4, FeedWriter.Write(new ArrayBufferWriter<byte>(), null, EventMode.Accumulate, large, 0, 1000));
        Assert.Equal(7, FeedWriter.Write(new ArrayBufferWriter<byte>(), null, EventMode.Accumulate, large, 4, 3));
    }
}
