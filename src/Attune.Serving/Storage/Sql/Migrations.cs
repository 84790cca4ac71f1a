using System.Globalization;

namespace Attune.Serving;

/// <summary>The numbered SQL files of a dialect, embedded in the assembly, which bring the tables of a store to this version.</summary>
static class Migrations
{
    /// <summary>The newest version that this library knows.</summary>
    internal static int Newest(Dialect dialect) => Of(dialect).Keys.Last();

    /// <summary>Applies what is missing. The caller holds a transaction and a lock against other processes.</summary>
    /// <exception cref="DataException">The store was written by a newer version.</exception>
    internal static async Task ApplyAsync(SqlSession session, TimeProvider time, string where)
    {
        await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, applied BIGINT NOT NULL)").ConfigureAwait(false);
        var version = await VersionAsync(session, where).ConfigureAwait(false);
        foreach (var (number, sql) in Of(session.Dialect).Where(m => m.Key > version))
        {
            foreach (var statement in sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) await session.ExecuteAsync(statement).ConfigureAwait(false);
            await session.ExecuteAsync("INSERT INTO migrations (version, applied) VALUES ($1, $2)", number, Columns.Ticks(time.GetUtcNow())).ConfigureAwait(false);
        }
    }

    /// <summary>The version that a store has.</summary>
    /// <inheritdoc cref="ApplyAsync" path="/exception"/>
    internal static async Task<int> VersionAsync(SqlSession session, string where)
    {
        var version = (int)await session.NumberAsync("SELECT MAX(version) FROM migrations", []).ConfigureAwait(false);
        var newest = Newest(session.Dialect);
        return version <= newest ? version : throw new DataException($"The store {where} has version {version}, and this version of Attune knows versions up to {newest}: use the newer Attune that wrote it.");
    }

    static SortedDictionary<int, string> Of(Dialect dialect)
    {
        var found = new SortedDictionary<int, string>();
        var assembly = typeof(Migrations).Assembly;
        var prefix = $"migrations/{dialect.Name}/";
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            found.Add(int.Parse(name.AsSpan(prefix.Length, 3), CultureInfo.InvariantCulture), reader.ReadToEnd().ReplaceLineEndings("\n"));
        }
        return found;
    }
}
