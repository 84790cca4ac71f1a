using System.Globalization;

namespace Attune.Serving;

/// <summary>What the two databases say differently; every other statement is the same text for both. Parameters are $1, $2, … in the order of their values.</summary>
sealed class Dialect
{
    /// <summary>SQLite: a list of texts travels as JSON, and the one writer needs no locks on rows.</summary>
    internal static readonly Dialect Sqlite = new() { Name = "sqlite", ForUpdate = "", List = "(SELECT value AS id, key + 1 AS place FROM json_each(${0}))" };

    /// <summary>PostgreSQL: a list of texts travels as an array.</summary>
    internal static readonly Dialect Postgres = new() { Name = "postgres", ForUpdate = " FOR UPDATE", List = "(SELECT * FROM unnest(CAST(${0} AS text[])) WITH ORDINALITY AS given(id, place))" };

    /// <summary>The folder of its migrations.</summary>
    internal required string Name { get; init; }

    /// <summary>What a SELECT ends with that keeps its rows from other writers until the end of the transaction.</summary>
    internal required string ForUpdate { get; init; }

    required internal string List { private get; init; }

    /// <summary>The texts of a list parameter as a table with the columns id and place, from 1.</summary>
    internal string Rows(int parameter) => string.Format(CultureInfo.InvariantCulture, List, parameter);
}
