using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed class StoragesTests
{
    [Fact]
    public async Task Parse_KnowsThreeKinds()
    {
        using var folder = new TemporaryFolder();
        await using var memory = Storages.Parse("memory", TimeProvider.System);
        await using var sqlite = Storages.Parse("sqlite:" + folder.Path, TimeProvider.System);
        await using var postgres = Storages.Parse("postgres:Host=localhost;Username=attune", TimeProvider.System);
        Assert.Equal((typeof(MemoryStorage), typeof(SqliteStorage), typeof(PostgresStorage)), (memory.GetType(), sqlite.GetType(), postgres.GetType()));
        Assert.Equal((false, false, true), (memory.IsShared, sqlite.IsShared, postgres.IsShared));
    }

    [Theory]
    [InlineData("mysql:Password=S3cret", "is 'memory', 'sqlite:FOLDER' or 'postgres:CONNECTION STRING'")]
    [InlineData("", "is 'memory'")]
    [InlineData("memory:x", "is 'memory'")]
    [InlineData("sqlite:", "needs a folder")]
    [InlineData("postgres:", "needs a connection string")]
    [InlineData("postgres:Host=h;Pasword=S3cret", "cannot be read")]
    [InlineData("postgres:Host=h;Port=S3cret", "cannot be read")]
    [InlineData("postgres:Password=S3cret", "cannot be read")]
    [InlineData("postgres:S3cret", "cannot be read")]
    public void Parse_AnythingElse_IsOneErrorWithoutThePassword(string store, string complaint)
    {
        var error = Assert.Throws<ArgumentException>(() => Storages.Parse(store, TimeProvider.System));
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", error.ToString(), StringComparison.Ordinal);
    }
}
