using System.Data.Common;
using System.Globalization;

namespace Attune.Cli;

/// <summary>How a store is named on a command line: a folder, <c>store:DIR</c>, <c>sqlite:DIR</c>, <c>postgres:CONNECTION</c>, or what ATTUNE_STORE names.</summary>
static class StoreName
{
    /// <summary>The variable that may name a store, so that a password need not stand on a command line.</summary>
    internal const string Variable = "ATTUNE_STORE";

    const string Store = "store:", Sqlite = "sqlite:", Postgres = "postgres:";

    /// <summary>Whether the text names a live store rather than a file of events.</summary>
    internal static bool IsLive(string text) => new[] { Store, Sqlite, Postgres }.Any(p => text.StartsWith(p, StringComparison.Ordinal));

    /// <summary>The address as a server's options have it. A bare word is a folder; <c>store:</c> without one is what the variable names.</summary>
    internal static string AddressOf(string option, string text) => text switch
    {
        "memory" => text,
        Store => Named(Environment.GetEnvironmentVariable(Variable)) ?? throw new UsageException($"{option}: store: without a folder is the store that {Variable} names, and {Variable} is not set."),
        _ when text.StartsWith(Postgres, StringComparison.Ordinal) => Connection(option, text),
        _ when text.StartsWith(Store, StringComparison.Ordinal) => Folder(option, text[Store.Length..]),
        _ when text.StartsWith(Sqlite, StringComparison.Ordinal) => Folder(option, text[Sqlite.Length..]),
        _ => Folder(option, text),
    };

    /// <summary>What the variable names; null where it is not set.</summary>
    internal static string? Named(string? variable) => variable is { Length: > 0 } and not Store ? AddressOf(Variable, variable) : null;

    /// <summary>An address without its secrets, for people.</summary>
    internal static string Shown(string address)
    {
        if (!address.StartsWith(Postgres, StringComparison.Ordinal)) return address;
        var parts = new DbConnectionStringBuilder { ConnectionString = address[Postgres.Length..] };
        string? Part(params string[] names) => names.Where(parts.ContainsKey).Select(n => Convert.ToString(parts[n], CultureInfo.InvariantCulture)).FirstOrDefault();
        return $"{Postgres}{Part("Host", "Server") ?? "localhost"}{(Part("Port") is { } port ? ":" + port : "")}/{Part("Database", "DB") ?? ""}";
    }

    /// <summary>The folder of an address; null where it is none.</summary>
    internal static string? FolderOf(string address) => address.StartsWith(Sqlite, StringComparison.Ordinal) ? address[Sqlite.Length..] : null;

    // The text may hold a password, so no message repeats it.
    static string Connection(string option, string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text[Postgres.Length..] }.Count > 0 ? text : throw new ArgumentException("empty");
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{option}: what follows postgres: is no connection string; write it as in postgres:Host=db.example;Database=shop;Username=attune, with the password in PGPASSWORD.", e);
        }
    }

    static string Folder(string option, string path)
    {
        if (path.AsSpan().IsWhiteSpace()) throw new UsageException($"{option} is empty; name a folder for the store.");
        if (File.Exists(path)) throw new UsageException($"{option}: {path} is a file; name a folder for the store.");
        return Sqlite + Path.GetFullPath(path);
    }
}
