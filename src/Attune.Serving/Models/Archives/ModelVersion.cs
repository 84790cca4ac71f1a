using System.Globalization;
using System.Security.Cryptography;

namespace Attune.Serving;

/// <summary>Names of versions: a time in UTC, the model's name and four digits, as "20261129T170501-als-1f3c".</summary>
static class ModelVersion
{
    const string Form = "yyyyMMdd'T'HHmmss";

    /// <summary>A new version after all that are kept, also where the clock was set back: then its time is a second after the newest.</summary>
    internal static (string Version, DateTimeOffset Created) Next(IReadOnlyList<ModelRecord> kept, string model, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var newest = kept.Select(m => m.Created).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        var created = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        if (created <= newest) created = DateTimeOffset.FromUnixTimeSeconds(newest.ToUnixTimeSeconds() + 1);
        return (string.Create(CultureInfo.InvariantCulture, $"{created.ToString(Form, CultureInfo.InvariantCulture)}-{model}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}"), created);
    }
}
