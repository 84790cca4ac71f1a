namespace Attune.Serving;

/// <summary>What a caller may do. The names are those of <see cref="ApiKeyOptions.Scopes"/> in lower case.</summary>
enum ApiScope
{
    /// <summary>Lists and stored data.</summary>
    Read,

    /// <summary>Users, items and events.</summary>
    Write,

    /// <summary>Everything else: models, bulk data, purges.</summary>
    Admin,
}

/// <summary>On a route: the scope that its caller's key needs. A route without it is open to everybody.</summary>
/// <param name="Scope">The scope.</param>
sealed record RequiresScope(ApiScope Scope);

/// <summary>Among the features of a request: who calls. Absent where there are no keys.</summary>
/// <param name="Name">The key's name, for logs and the audit log; never the key.</param>
/// <param name="Space">The space that the key is for; null for the default one.</param>
sealed record Caller(string Name, string? Space);
