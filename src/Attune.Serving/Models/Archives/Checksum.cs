namespace Attune.Serving;

/// <summary>The CRC-32 of zip archives (ISO 3309): tells whether bytes are those that were written.</summary>
static class Checksum
{
    static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) == 1 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];

    /// <summary>The checksum of what came before (0 for nothing) and these bytes.</summary>
    internal static uint Add(uint before, ReadOnlySpan<byte> bytes)
    {
        var c = ~before;
        foreach (var b in bytes) c = Table[(byte)(c ^ b)] ^ (c >> 8);
        return ~c;
    }
}
