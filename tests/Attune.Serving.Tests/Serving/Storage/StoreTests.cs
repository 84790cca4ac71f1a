using Attune.Tests;

namespace Attune.Serving.Tests;

/// <summary>The contract in memory: what the others are held to.</summary>
public sealed class MemoryStoreTests : StoreContract
{
    private protected override Task<IStorage> NewAsync() => Task.FromResult<IStorage>(new MemoryStorage(Clock));
}

/// <summary>The contract on SQLite.</summary>
public sealed class SqliteStoreTests : StoreContract
{
    readonly TemporaryFolder _folder = new();

    private protected override Task<IStorage> NewAsync() => Task.FromResult<IStorage>(new SqliteStorage(_folder.Path, Clock));

    private protected override Task<IStorage?> AgainAsync() => Task.FromResult<IStorage?>(new SqliteStorage(_folder.Path, Clock));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>The contract on PostgreSQL.</summary>
public sealed class PostgresStoreTests(PostgresServer server) : StoreContract
{
    string? _database;

    private protected override async Task<IStorage> NewAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Missing);
        return new PostgresStorage(_database = await server.DatabaseAsync(), Clock);
    }

    private protected override Task<IStorage?> AgainAsync() => Task.FromResult<IStorage?>(new PostgresStorage(_database!, Clock));
}
