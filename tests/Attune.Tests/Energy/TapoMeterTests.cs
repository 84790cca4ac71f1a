using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Tests;

/// <summary>The client of KLAP against golden messages of another implementation, and against a plug that speaks the other side of it.</summary>
public sealed class TapoMeterTests
{
    const string User = "mail@example.org", Password = "correct horse";

    [Fact]
    public void Session_GoldenMessages_AreTheSame()
    {
        var golden = TestData.Golden("tapo-klap.json");
        string Text(string name) => golden.GetProperty(name).GetString()!;
        byte[] Bytes(string name) => Convert.FromHexString(Text(name));
        var account = KlapSession.AccountOf(Text("user"), Text("password"));
        Assert.Equal(Bytes("account"), account);
        Assert.Equal(Bytes("deviceProof"), KlapSession.Proof(Bytes("local"), Bytes("remote"), account));
        Assert.Equal(Bytes("ownProof"), KlapSession.Proof(Bytes("remote"), Bytes("local"), account));
        var session = new KlapSession(Bytes("local"), Bytes("remote"), account);
        Assert.Equal(Bytes("first"), session.Encrypt(Encoding.UTF8.GetBytes(Text("text"))));
        Assert.Equal(golden.GetProperty("firstNumber").GetInt32(), session.Number);
        Assert.Equal(Text("text"), Encoding.UTF8.GetString(session.Decrypt(Bytes("first"))!));
        Assert.Equal(Bytes("second"), session.Encrypt(Encoding.UTF8.GetBytes(Text("text"))));
        Assert.Null(session.Decrypt(Bytes("first")[..40]));
        Assert.Null(session.Decrypt([]));
    }

    [Fact]
    public void Read_RightAccount_IsThePower()
    {
        var plug = new Plug(User, Password);
        using var server = new PlugServer(plug.Answer);
        using var meter = EnergyMeter.Tapo(server.Host, User, Password);
        plug.Milliwatts = 71_250;
        Assert.Equal(71.25, meter.Read().Watts);
        Assert.True(double.IsNaN(meter.Read().Joules));
        Assert.Equal(1, plug.Sessions);
        Assert.Equal((EnergyOrigin.Measured, EnergyScope.System, $"tapo:{server.Host}"), (meter.Origin, meter.Covers, meter.Name));
        Assert.DoesNotContain(Password, meter.Name + meter.Description + meter, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SessionForgotten_BeginsAnother()
    {
        var plug = new Plug(User, Password);
        using var server = new PlugServer(plug.Answer);
        using var meter = EnergyMeter.Tapo(server.Host, User, Password);
        plug.Forget();
        Assert.Equal(40, meter.Read().Watts);
        Assert.Equal(2, plug.Sessions);
    }

    [Theory, InlineData(User, "wrong"), InlineData("Mail@example.org", Password)]
    public void Read_WrongAccount_SaysWhichVariablesToCheckAndNothingOfThem(string user, string password)
    {
        using var server = new PlugServer(new Plug(User, Password).Answer);
        var error = Assert.Throws<DataException>(() => EnergyMeter.Tapo(server.Host, user, password)).ToString();
        Assert.Contains("has another user or password. Check ATTUNE_TAPO_USER and ATTUNE_TAPO_PASSWORD", error, StringComparison.Ordinal);
        Assert.DoesNotContain(password, error.Replace("ATTUNE_TAPO_PASSWORD", "", StringComparison.Ordinal).Replace("or password", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory, InlineData("""{"error_code":-1501}""", "-1501"), InlineData("""{"error_code":9999}""", "9999"), InlineData("""{"result":{"current_power":5}}""", "no error_code"), InlineData("""{"error_code":0,"result":{}}""", "no result.current_power"), InlineData("nonsense", "no JSON")]
    public void Read_AnotherAnswer_IsOneClearError(string answer, string says)
    {
        using var server = new PlugServer(new Plug(User, Password) { Says = answer }.Answer);
        var error = Assert.Throws<DataException>(() => EnergyMeter.Tapo(server.Host, User, Password)).Message;
        Assert.StartsWith($"The Tapo plug at {server.Host}", error, StringComparison.Ordinal);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Theory, InlineData(200, "handshake"), InlineData(404, "404")]
    public void Read_NoTapo_IsOneClearError(int status, string says)
    {
        using var server = new PlugServer((context, _) =>
        {
            context.Response.StatusCode = status;
            return "<html>"u8.ToArray();
        });
        Assert.Contains(says, Assert.Throws<DataException>(() => EnergyMeter.Tapo(server.Host, User, Password)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoAnswer_EndsAndSaysSo()
    {
        using var server = new PlugServer((_, _) => null);
        using var meter = new TapoMeter(server.Host, User, Password, TimeSpan.FromSeconds(0.3));
        Assert.Contains("did not answer within 0.3 s", Assert.Throws<DataException>(() => meter.Read()).Message, StringComparison.Ordinal);
    }

    /// <summary>The plug's side, written from the description of the protocol alone.</summary>
    sealed class Plug(string user, string password)
    {
        readonly byte[] _account = SHA256.HashData([.. SHA1.HashData(Encoding.UTF8.GetBytes(user)), .. SHA1.HashData(Encoding.UTF8.GetBytes(password))]);
        byte[] _local = [], _remote = [];
        bool _open;

        internal int Milliwatts { get; set; } = 40_000;

        internal string? Says { get; init; }

        internal int Sessions { get; private set; }

        string Cookie => $"TP_SESSIONID={Sessions}";

        internal void Forget() => _open = false;

        internal byte[]? Answer(HttpListenerContext context, byte[] body)
        {
            var (request, response) = (context.Request, context.Response);
            if (request.Url!.AbsolutePath == "/app/handshake1")
            {
                (_local, _remote, _open) = (body, RandomNumberGenerator.GetBytes(16), false);
                Sessions++;
                response.Headers.Add("Set-Cookie", $"{Cookie};TIMEOUT=86400");
                return [.. _remote, .. Hash(_local, _remote, _account)];
            }
            var isMine = request.Headers["Cookie"] == Cookie;
            if (request.Url.AbsolutePath == "/app/handshake2" && isMine && body.AsSpan().SequenceEqual(Hash(_remote, _local, _account)))
            {
                _open = true;
                return [];
            }
            if (request.Url.AbsolutePath == "/app/request" && isMine && _open && int.TryParse(request.QueryString["seq"], CultureInfo.InvariantCulture, out var number)) return Requested(response, body, number);
            response.StatusCode = 403;
            return [];
        }

        byte[] Requested(HttpListenerResponse response, byte[] body, int number)
        {
            var count = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(count, number);
            byte[] key = Hash("lsk"u8.ToArray(), _local, _remote, _account)[..16], vector = [.. Hash("iv"u8.ToArray(), _local, _remote, _account)[..12], .. count], sign = Hash("ldk"u8.ToArray(), _local, _remote, _account)[..28];
            using var aes = Aes.Create();
            aes.Key = key;
            if (!Hash(sign, count, body[32..]).AsSpan().SequenceEqual(body.AsSpan(0, 32)) || !Encoding.UTF8.GetString(aes.DecryptCbc(body[32..], vector)).Contains("\"get_energy_usage\"", StringComparison.Ordinal))
            {
                response.StatusCode = 400;
                return [];
            }
            var text = Says ?? string.Create(CultureInfo.InvariantCulture, $$$"""{"result":{"today_runtime":5,"month_runtime":9,"today_energy":3,"month_energy":31,"local_time":"2026-11-29 12:00:00","electricity_charge":[0,0,0],"current_power":{{{Milliwatts}}}},"error_code":0}""");
            var hidden = aes.EncryptCbc(Encoding.UTF8.GetBytes(text), vector);
            return [.. Hash(sign, count, hidden), .. hidden];
        }

        static byte[] Hash(params byte[][] parts) => SHA256.HashData([.. parts.SelectMany(p => p)]);
    }
}
