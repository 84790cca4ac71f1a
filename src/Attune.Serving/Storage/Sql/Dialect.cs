using System.Globalization;

namespace Attune.Serving;

/// <summary>What the two databases say differently; every other statement is the same text for both. Parameters are $1, $2, … in the order of their values.</summary>
sealed class Dialect
{
    /// <summary>SQLite: a list of texts travels as JSON, and the one writer needs no locks on rows.</summary>
    internal static readonly Dialect Sqlite = new() { Name = "sqlite", ForUpdate = "", Index = " INDEXED BY {0}", List = "(SELECT value AS id, key + 1 AS place FROM json_each(${0}))" };

    /// <summary>PostgreSQL: a list of texts travels as an array.</summary>
    internal static readonly Dialect Postgres = new() { Name = "postgres", ForUpdate = " FOR UPDATE", Index = "", List = "(SELECT * FROM unnest(CAST(${0} AS text[])) WITH ORDINALITY AS given(id, place))" };

    /// <summary>The folder of its migrations.</summary>
    internal required string Name { get; init; }

    /// <summary>What a SELECT ends with that keeps its rows from other writers until the end of the transaction.</summary>
    internal required string ForUpdate { get; init; }

    required internal string Index { private get; init; }

    required internal string List { private get; init; }

    /// <summary>After the name of a table: by which index it is read. PostgreSQL knows from its statistics; SQLite, which keeps none here, would read a whole space for the order of a key.</summary>
    internal string By(string index) => string.Format(CultureInfo.InvariantCulture, Index, index);

    /// <summary>The texts of a list parameter as a table with the columns id and place, from 1.</summary>
    internal string Rows(int parameter) => string.Format(CultureInfo.InvariantCulture, List, parameter);
}
