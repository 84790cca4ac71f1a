using System.IO.Compression;
using System.Text;
using Attune.Tests;

namespace Attune.Serving.Tests;

/// <summary>What is sent as a model is opened only where it is one; everything else gives one clear error and leaves no file.</summary>
public sealed class ModelArchiveTests
{
    static readonly IRecommender Model = new ItemKnn().Fit(ModelRoom.Data(0, 8));

    [Fact]
    public async Task Open_OfPack_IsTheSameModel()
    {
        var opened = await Open(await Packed());
        Assert.Equal("item-knn", opened.NameOf());
        Assert.Equal(ScoresOf(Model), ScoresOf(opened));
    }

    [Fact]
    public async Task Pack_File_IsForThisUserAloneAndGoneWhenItIsClosed()
    {
        var packed = await ModelArchive.PackAsync(Model, TimeProvider.System, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(packed.Name));
        await packed.DisposeAsync();
        Assert.False(File.Exists(packed.Name));
    }

    [Fact]
    public async Task Open_FromAStreamThatCannotSeek_Works() =>
        Assert.Equal("item-knn", (await ModelArchive.OpenAsync(new GZipStream(new MemoryStream(Gzipped(await Packed())), CompressionMode.Decompress), new ArchiveLimits(), TestContext.Current.CancellationToken)).NameOf());

    [Theory]
    [InlineData("")]
    [InlineData("no zip at all")]
    public async Task Open_Garbage_SaysSo(string text)
    {
        var error = await Assert.ThrowsAsync<DataException>(() => Open(Encoding.UTF8.GetBytes(text)));
        Assert.StartsWith("The archive is no saved model:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_TruncatedAnywhere_SaysSo()
    {
        var whole = await Packed();
        foreach (var length in new[] { 1, 30, whole.Length / 4, whole.Length / 2, whole.Length - 30, whole.Length - 1 })
            await Assert.ThrowsAsync<DataException>(() => Open(whole[..length]));
    }

    [Fact]
    public async Task Open_BytesFlipped_NeverGivesAnotherModelAndNeverAnotherError()
    {
        var whole = await Packed();
        for (var at = 7; at < whole.Length; at += Math.Max(1, whole.Length / 150))
        {
            var bytes = (byte[])whole.Clone();
            bytes[at] ^= 0x55;
            try
            {
                Assert.Equal(ScoresOf(Model), ScoresOf(await Open(bytes)));
            }
            catch (DataException e)
            {
                Assert.DoesNotContain(Path.GetTempPath().TrimEnd('/'), e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("../evil.json")]
    [InlineData("/tmp/evil.json")]
    [InlineData("model/model.json")]
    [InlineData("..\\model.json")]
    [InlineData("MODEL.JSON")]
    [InlineData("model.json\0.exe")]
    public async Task Open_AnotherName_IsRefusedAndReachesNoFile(string name)
    {
        var bytes = Zip([.. Files().Select(f => (f.Name, f.Bytes)), (name, "{}"u8.ToArray())]);
        var error = await Assert.ThrowsAsync<DataException>(() => Open(bytes));
        Assert.Contains("where only model.json, weights.safetensors", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("/tmp/evil.json"));
    }

    [Fact]
    public async Task Open_FileTwiceOrMissing_IsRefused()
    {
        var files = Files();
        Assert.Contains("it must hold users.json once", (await Assert.ThrowsAsync<DataException>(() => Open(Zip([.. files, files.Single(f => f.Name == "users.json")])))).Message, StringComparison.Ordinal);
        Assert.Contains("it must hold weights.safetensors once", (await Assert.ThrowsAsync<DataException>(() => Open(Zip([.. files.Where(f => f.Name != "weights.safetensors")])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_EndlessTableOfContents_IsRefusedBeforeItIsRead()
    {
        var bytes = Zip([.. Enumerable.Range(0, 30_000).Select(i => ($"{i}", Array.Empty<byte>()))]);
        var error = await Assert.ThrowsAsync<DataException>(() => Open(bytes));
        Assert.Contains("table of contents", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Bomb_EndsAtTheLimit()
    {
        var files = Files().Select(f => f.Name == "weights.safetensors" ? (f.Name, new byte[4 << 20]) : f).ToArray();
        var limits = new ArchiveLimits { AnyRatio = 1 << 20 };
        var error = await Assert.ThrowsAsync<DataException>(() => Open(Zip(files), limits));
        Assert.Contains("bytes that are allowed here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ArchiveBeyondTheLimit_IsRefused()
    {
        var error = await Assert.ThrowsAsync<DataException>(async () => await Open(await Packed(), new ArchiveLimits { Packed = 100 }));
        Assert.Contains("more than the 100 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_UnknownModel_NamesThoseThatAreKnown()
    {
        var files = Files().Select(f => f.Name == "model.json" ? (f.Name, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(f.Bytes).Replace("\"item-knn\"", "\"magic\"", StringComparison.Ordinal))) : f).ToArray();
        var error = await Assert.ThrowsAsync<DataException>(() => Open(Zip(files)));
        Assert.StartsWith("model.json is of the model 'magic', which is not known here; there are als", error.Message, StringComparison.Ordinal);
    }

    static Task<IRecommender> Open(byte[] bytes, ArchiveLimits? limits = null) => ModelArchive.OpenAsync(new MemoryStream(bytes), limits ?? new ArchiveLimits(), TestContext.Current.CancellationToken);

    internal static async Task<byte[]> Packed(IRecommender? model = null)
    {
        await using var packed = await ModelArchive.PackAsync(model ?? Model, TimeProvider.System, TestContext.Current.CancellationToken);
        using var bytes = new MemoryStream();
        await packed.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    static (string Name, byte[] Bytes)[] Files()
    {
        using var home = new TemporaryFolder();
        Model.Save(home.At("model"));
        return [.. Directory.GetFiles(home.At("model")).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))];
    }

    static byte[] Zip((string Name, byte[] Bytes)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, true))
            foreach (var (name, content) in files)
            {
                using var to = zip.CreateEntry(name).Open();
                to.Write(content);
            }
        return bytes.ToArray();
    }

    static byte[] Gzipped(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gz = new GZipStream(packed, CompressionLevel.Fastest)) gz.Write(bytes);
        return packed.ToArray();
    }

    static float[] ScoresOf(IRecommender model)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(Query.For(3), model.Catalog.AllItems, scores);
        return scores;
    }
}
