using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Attune.Tests;

public sealed class ShellyMeterTests
{
    static byte[] Status(double watts, double wattHours) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$$$"""{"id":1,"src":"shellyplusplugs-c82b","dst":"attune","result":{"id":0,"source":"init","output":true,"apower":{{{{watts}}}},"voltage":230.4,"current":0.9,"aenergy":{"total":{{{{wattHours}}}},"by_minute":[1.5,2.5,3.5],"minute_ts":1720009500},"temperature":{"tC":30.1,"tF":86.2}}}"""));

    [Fact]
    public void Read_Status_IsPowerAndEnergySinceTheFirstReading()
    {
        var readings = new Queue<byte[]>([Status(60, 43911.414), Status(61, 43911.414), Status(75.5, 43911.664)]);
        JsonElement? asked = null;
        using var plug = new PlugServer((context, body) =>
        {
            if (context.Request is not { HttpMethod: "POST", Url.AbsolutePath: "/rpc" }) context.Response.StatusCode = 404;
            asked = JsonDocument.Parse(body).RootElement;
            return readings.Dequeue();
        });
        using var meter = EnergyMeter.Parse($"shelly:{plug.Host}");
        Assert.Equal("Switch.GetStatus", asked!.Value.GetProperty("method").GetString());
        Assert.Equal(0, asked.Value.GetProperty("params").GetProperty("id").GetInt32());
        Assert.Equal(new EnergyReading(0, 61), meter.Read());
        var last = meter.Read();
        Assert.Equal(0.25 * 3600, last.Joules, 6);
        Assert.Equal(75.5, last.Watts);
        Assert.Equal((EnergyOrigin.Measured, EnergyScope.System, $"shelly:{plug.Host}"), (meter.Origin, meter.Covers, meter.Name));
    }

    [Theory]
    [InlineData(401, "{}", "password")]
    [InlineData(404, "{}", "404")]
    [InlineData(302, "{}", "302")]
    [InlineData(200, "<html>router</html>", "no JSON")]
    [InlineData(200, "", "no JSON")]
    [InlineData(200, "[1]", "no result.apower")]
    [InlineData(200, """{"id":1,"error":{"code":404,"message":"No handler"}}""", "no result.apower")]
    [InlineData(200, """{"result":{"apower":1.5,"aenergy":{}}}""", "no result.aenergy.total")]
    [InlineData(200, """{"result":{"apower":"much","aenergy":{"total":1}}}""", "not a number")]
    [InlineData(200, """{"result":{"apower":1,"aenergy":{"total":-1}}}""", "not a number of 0 or more")]
    public void Read_AnythingElse_IsOneClearError(int status, string body, string says)
    {
        using var plug = new PlugServer((context, _) =>
        {
            context.Response.StatusCode = status;
            return Encoding.UTF8.GetBytes(body);
        });
        var error = Assert.Throws<DataException>(() => EnergyMeter.Shelly(plug.Host)).Message;
        Assert.StartsWith($"The Shelly plug at {plug.Host}", error, StringComparison.Ordinal);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoAnswer_EndsAndSaysSo()
    {
        using var plug = new PlugServer((_, _) => null);
        using var meter = new ShellyMeter(plug.Host, TimeSpan.FromSeconds(0.3));
        Assert.Contains("did not answer within 0.3 s", Assert.Throws<DataException>(() => meter.Read()).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<OperationCanceledException>(() => meter.Read(new CancellationToken(true)));
    }

    [Fact]
    public void Read_AnswerWithoutEnd_IsNotTakenIn()
    {
        using var plug = new PlugServer((_, _) => new byte[1 << 20]);
        Assert.Contains("cannot be reached", Assert.Throws<DataException>(() => EnergyMeter.Shelly(plug.Host)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NobodyThere_SaysSo() =>
        Assert.Contains("cannot be reached", Assert.Throws<DataException>(() => EnergyMeter.Shelly($"127.0.0.1:{PlugServer.FreePort()}")).Message, StringComparison.Ordinal);

    // A plug that falls silent for a while during a run, and one that never comes back.
    [Fact]
    public void Run_WithAPlug_HasItsEnergy()
    {
        var time = new ManualTime();
        var start = time.GetTimestamp();
        using var plug = new PlugServer((context, _) =>
        {
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            if (seconds is > 3.2 and < 4.2) context.Response.StatusCode = 503;
            return Status(36, 100 + Math.Floor(seconds) * 36 / 3600);
        });
        using var meter = EnergyMeter.Shelly(plug.Host);
        using var run = EnergyRun.Start(new EnergyOptions { Meter = meter }, time);
        time.Advance(TimeSpan.FromSeconds(20));
        var use = run.Stop();
        Assert.Equal(0.2, use.Total.WattHours, 9);
        Assert.Contains(use.Notes, n => n.StartsWith("2 of", StringComparison.Ordinal) && n.Contains("503", StringComparison.Ordinal));
    }
}
