using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>The keys that are known, as hashes. A key is looked for among all of them in the same time, whichever it is and whether it is known or not.</summary>
sealed class ApiKeys
{
    // A key that is longer than this is none of ours, and is not hashed.
    const int LongestKey = 512;

    readonly (byte[] Hash, ApiKey Key)[] _keys;

    public ApiKeys(IOptions<AttuneOptions> options) =>
        _keys = [.. options.Value.Api.Keys.Select(k => (Convert.FromHexString(k.Hash), new ApiKey(new Caller(k.Name, k.Space), ScopesOf(k))))];

    /// <summary>Whether there are none: then everybody may read and write.</summary>
    internal bool AreOff => _keys.Length == 0;

    /// <summary>The key that a request shows, in the header X-API-Key or as a bearer; null for none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="password">Whether the password of a browser's own prompt counts too.</param>
    internal static string? Shown(HttpRequest request, bool password = false)
    {
        if (request.Headers["X-API-Key"] is [{ Length: > 0 } key, ..]) return key;
        if (request.Headers.Authorization is not [{ } value, ..]) return null;
        if (value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return value[7..].Trim();
        return password && value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? Password(value[6..].Trim()) : null;
    }

    /// <summary>The key of this text; null where it is unknown.</summary>
    internal ApiKey? Find(string key)
    {
        if (key.Length > LongestKey) return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        ApiKey? found = null;
        foreach (var (known, own) in _keys)
            if (CryptographicOperations.FixedTimeEquals(known, hash)) found = own;
        return found;
    }

    // Read and write where a key names none. Words that are no scope do not pass the check of the options.
    static HashSet<ApiScope> ScopesOf(ApiKeyOptions key) => key.Scopes.Count == 0 ? [ApiScope.Read, ApiScope.Write]
        : [.. key.Scopes.Where(s => Enum.TryParse<ApiScope>(s, ignoreCase: true, out _)).Select(s => Enum.Parse<ApiScope>(s, ignoreCase: true))];

    static string? Password(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var count)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, count);
        return pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? pair[(colon + 1)..] : null;
    }
}

/// <summary>What a key stands for.</summary>
/// <param name="Caller">Who calls with it.</param>
/// <param name="Scopes">What it may do.</param>
sealed record ApiKey(Caller Caller, IReadOnlySet<ApiScope> Scopes);
