using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Serving.Tests;

/// <summary><c>attune data fetch</c> against a server of this machine: no test leaves it.</summary>
public sealed class DataFetchTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("attune-fetch-").FullName;
    readonly byte[] _archive = Zip(("ml-100k/u.data", "196\t242\t3\t881250949\n186\t302\t3\t891717742\n"), ("ml-100k/README", "Terms"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Cache => Path.Combine(_folder, "cache");

    static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
            foreach (var (name, text) in files)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        return bytes.ToArray();
    }

#pragma warning disable CA5351
    static byte[] Md5(byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(MD5.HashData(bytes)) + "  ml-100k.zip\n");
#pragma warning restore CA5351

    string Made(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    Ran Fetch(params string[] rest) => Tool.Run(["data", "fetch", "ml-100k", "--to", Cache, .. rest]);

    [Fact]
    public void Fetch_PublishedChecksum_IsCheckedUnpackedAndReadByTheOtherCommands()
    {
        using var server = new Server(("/ml-100k.zip", _archive), ("/ml-100k.zip.md5", Md5(_archive)));
        var json = Fetch("--url", server.Address + "/ml-100k.zip", "--json").Succeeded().Json;
        Assert.Equal("the MD5 that its publisher states", json.GetProperty("checkedAgainst").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_archive)), json.GetProperty("sha256").GetString());
        var path = json.GetProperty("path").GetString()!;
        Assert.Equal($"attune data describe {path}", json.GetProperty("next").GetString());
        Assert.Equal(2, Tool.Json($"data describe {Path.Combine(path, "u.data")}").GetProperty("interactions").GetInt32());
        Assert.Equal(["ml-100k", "ml-100k.receipt.json"], Directory.GetFileSystemEntries(Cache).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    // The layout of the repository that it comes from: the file and its columns are those that the next command names.
    [Fact]
    public void Fetch_ModCloth_NamesTheColumnsOfItsRatings()
    {
        var archive = Made("modcloth.zip", Zip(("marketBias-master/data/df_modcloth.csv", "item_id,user_id,rating,timestamp,size,fit,user_attr,model_attr,category,brand,year,split\n7443,Alex,4,2010-01-21 08:00:00+00:00,,,Small,Small,Dresses,,2012,0\n7443,carolyn.agan,3,2010-01-27 08:00:00+00:00,,,,Small,Dresses,,2012,0\n")));
        var json = Tool.Run("data", "fetch", "modcloth", "--to", Cache, "--from", archive, "--json").Succeeded().Json;
        Assert.Contains("licence", json.GetProperty("terms").GetString(), StringComparison.Ordinal);
        var described = Tool.Run([.. json.GetProperty("next").GetString()!.Split(' ')[1..], "--json"]).Succeeded().Json;
        Assert.Equal(2, described.GetProperty("interactions").GetInt32());
    }

    [Fact]
    public void Fetch_SecondTime_NeedsNoServer()
    {
        using (var server = new Server(("/ml-100k.zip", _archive))) Fetch("--url", server.Address + "/ml-100k.zip").Succeeded();
        var again = Fetch("--json").Succeeded().Json;
        Assert.True(again.GetProperty("cached").GetBoolean());
        Assert.Contains(Tool.Run("data", "fetch", "--list", "--to", Cache, "--json").Succeeded().Json.GetProperty("sets").EnumerateArray(), s => s.GetProperty("cached").GetBoolean());
    }

    [Fact]
    public void Fetch_WrongChecksum_LeavesNothing()
    {
        using var server = new Server(("/ml-100k.zip", _archive), ("/ml-100k.zip.md5", Md5([1])));
        Assert.Contains("its publisher states", Fetch("--url", server.Address + "/ml-100k.zip").Failed(1), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Cache));
    }

    [Fact]
    public void Fetch_OtherArchiveThanTheFirst_IsRefused()
    {
        Fetch("--from", Made("first.zip", _archive)).Succeeded();
        Directory.Delete(Path.Combine(Cache, "ml-100k"), recursive: true);
        var other = Made("other.zip", Zip(("ml-100k/u.data", "1\t1\t1\t1\n")));
        Assert.Contains("the archive of the first fetch (first.zip) had", Fetch("--from", other).Failed(1), StringComparison.Ordinal);
        Assert.Equal("the SHA-256 of the first fetch", Fetch("--from", Made("again.zip", _archive), "--json").Succeeded().Json.GetProperty("checkedAgainst").GetString());
    }

    [Fact]
    public void Fetch_TruncatedDownload_GoesOnNextTime()
    {
        using var server = Interrupted();
        Assert.Equal(100, new FileInfo(Path.Combine(Cache, "ml-100k.zip.part")).Length);
        Fetch("--url", server.Address + "/ml-100k.zip").Succeeded();
        Assert.Equal(["bytes=100- if \"first\""], server.Ranges);
        Assert.Equal(["ml-100k", "ml-100k.receipt.json"], Directory.GetFileSystemEntries(Cache).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Fetch_FileChangedSinceTheTruncatedDownload_IsFetchedWhole()
    {
        using var server = Interrupted();
        (server.Tag, server["/ml-100k.zip"]) = ("\"second\"", Zip(("ml-100k/u.data", "7\t8\t3\t881250949\n")));
        Fetch("--url", server.Address + "/ml-100k.zip").Succeeded();
        Assert.Equal(["bytes=100- if \"first\""], server.Ranges);
        Assert.StartsWith("7\t8", File.ReadAllText(Path.Combine(Cache, "ml-100k", "ml-100k", "u.data")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/moved.zip", "\"first\"")]
    [InlineData("/ml-100k.zip", "")]
    public void Fetch_TruncatedDownloadOfAnotherAddressOrUnknownVersion_BeginsAnew(string path, string tag)
    {
        using var server = Interrupted(tag);
        Fetch("--url", server.Address + path).Succeeded();
        Assert.Empty(server.Ranges);
    }

    // A server that has sent 100 bytes and now sends all that is asked for.
    Server Interrupted(string tag = "\"first\"")
    {
        var server = new Server(("/ml-100k.zip", _archive), ("/moved.zip", _archive)) { CutAfter = 100, Tag = tag };
        Assert.Contains("it goes on there", Fetch("--url", server.Address + "/ml-100k.zip").Failed(1), StringComparison.Ordinal);
        server.CutAfter = null;
        return server;
    }

    [Fact]
    public void Fetch_MissingOnTheServer_NamesTheStatusAndTheWayByHand()
    {
        using var server = new Server();
        var complaint = Fetch("--url", server.Address + "/ml-100k.zip").Failed(1);
        Assert.Contains("404", complaint, StringComparison.Ordinal);
        Assert.Contains("--from FILE", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Fetch_NoNetwork_NamesTheWayByHand()
    {
        var address = "";
        using (var server = new Server()) address = server.Address;
        Assert.Contains("--from FILE", Fetch("--url", address + "/ml-100k.zip").Failed(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Fetch_Cancelled_LeavesNothingUnderItsName()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new Server(("/ml-100k.zip", _archive)) { CutAfter = 100, Before = cancel.Cancel, StaysSilent = true };
        var ran = Tool.Run(cancel.Token, ["data", "fetch", "ml-100k", "--to", Cache, "--url", server.Address + "/ml-100k.zip"]);
        Assert.Equal(130, ran.Code);
        Assert.DoesNotContain("ml-100k", Directory.GetFileSystemEntries(Cache).Select(Path.GetFileName));
    }

    [Fact]
    public void Fetch_TooLarge_Stops()
    {
        using var server = new Server(("/ml-100k.zip", new byte[16 << 20]));
        Assert.Contains("larger than 15 MB", Fetch("--url", server.Address + "/ml-100k.zip").Failed(1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("/evil.txt")]
    [InlineData("ml-100k\\..\\..\\evil.txt")]
    public void Fetch_NameThatLeadsOutOfTheFolder_IsRefused(string name)
    {
        Assert.Contains("outside its folder", Fetch("--from", Made("a.zip", Zip(("ml-100k/u.data", "1\t1\t1\t1\n"), (name, "evil")))).Failed(1), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Cache));
    }

    [Theory]
    [InlineData("ml-100k/u.data", "ml-100k/u.data")]
    [InlineData("ml-100k/u", "ml-100k/u/data")]
    [InlineData("ml-100k/u", "ml-100k/u/")]
    public void Fetch_ArchiveWithTwoEntriesOfAName_IsRefused(string one, string other)
    {
        var complaint = Fetch("--from", Made("a.zip", Zip((one, "1"), (other, "")))).Failed(1);
        Assert.Contains($"a.zip holds two entries of the name '{other}'", complaint, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Cache));
    }

    [Theory]
    [InlineData("no zip at all", "is not a whole zip archive")]
    [InlineData(null, "does not hold 'ml-100k'")]
    public void Fetch_WrongArchive_IsRefused(string? text, string reason)
    {
        var file = Made("a.zip", text is null ? Zip(("other/u.data", "1\t1\t1\t1\n")) : Encoding.UTF8.GetBytes(text));
        Assert.Contains(reason, Fetch("--from", file).Failed(1), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Cache, "ml-100k")));
    }

    [Theory]
    [InlineData("fetch", "needs the NAME")]
    [InlineData("fetch ml-100", "Did you mean 'ml-100k'?")]
    [InlineData("fetch ml-100k --url http://example.org/a.zip", "https://")]
    [InlineData("fetch ml-100k --url https://example.org/a.zip --from a.zip", "contradict")]
    public void Fetch_Misuse_SaysWhatToWrite(string line, string reason) =>
        Assert.Contains(reason, Tool.Run(["data", .. line.Split(' ')]).Failed(2), StringComparison.Ordinal);

    /// <summary>The least server: GET of known paths, ranges, and whatever can go wrong.</summary>
    sealed class Server : IDisposable
    {
        readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        readonly Dictionary<string, byte[]> _files;

        internal Server(params (string Path, byte[] Bytes)[] files)
        {
            _files = files.ToDictionary(f => f.Path, f => f.Bytes);
            _listener.Start();
            _ = Task.Run(Serve);
        }

        internal string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        internal int? CutAfter { get; set; }

        internal string Tag { get; set; } = "";

        internal byte[] this[string path] { set => _files[path] = value; }

        internal bool StaysSilent { get; init; }

        internal Action Before { get; init; } = () => { };

        internal List<string> Ranges { get; } = [];

        public void Dispose() => _listener.Stop();

        async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await Answer(client.GetStream());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or InvalidOperationException) { }
        }

        async Task Answer(NetworkStream stream)
        {
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var path = (await reader.ReadLineAsync())!.Split(' ')[1];
            var (from, range, condition) = (0, "", "");
            for (string? line; (line = await reader.ReadLineAsync()) is { Length: > 0 };)
            {
                if (line.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase)) range = line[7..];
                if (line.StartsWith("If-Range: ", StringComparison.OrdinalIgnoreCase)) condition = line[10..];
            }
            if (range.Length > 0) Ranges.Add($"{range} if {condition}");
            if (range.Length > 0 && condition == Tag) from = int.Parse(range.Split('=', '-')[1], System.Globalization.CultureInfo.InvariantCulture);
            var found = _files.TryGetValue(path, out var file);
            var body = found ? file.AsMemory(from) : default;
            var head = found ? $"HTTP/1.1 {(from > 0 ? $"206 Partial Content\r\nContent-Range: bytes {from}-{file!.Length - 1}/{file.Length}" : "200 OK")}" : "HTTP/1.1 404 Not Found";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}{(Tag.Length > 0 ? $"\r\nETag: {Tag}" : "")}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
            if (CutAfter is { } cut) body = body[..Math.Min(cut, body.Length)];
            await stream.WriteAsync(body);
            Before();
            if (StaysSilent) await Task.Delay(TimeSpan.FromSeconds(30));
        }
    }
}
