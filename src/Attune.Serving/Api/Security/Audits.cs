using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Attune.Serving;

/// <summary>Writes the audit log: who did what to what.</summary>
sealed class Audits(IAttune attune, TimeProvider time)
{
    internal Task AddAsync(HttpContext context, string action, string subject, string outcome)
    {
        var caller = context.Features.Get<Caller>();
        var entry = new AuditEntry(time.GetUtcNow(), caller?.Name ?? "anyone", action, subject, outcome);
        // What was done was done, whether or not its client still listens.
        return attune.Store(caller?.Space).AuditAsync(entry, CancellationToken.None);
    }

    /// <summary>A person in the audit log: the beginning of the id's hash, so that the log proves an erasure without keeping the id.</summary>
    internal static string Person(string id) => "user sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..16];
}
