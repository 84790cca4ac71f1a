namespace Attune.Serving;

/// <summary>How large an archive of a model may be: beyond these it is no model but an attack or a mistake.</summary>
sealed record ArchiveLimits
{
    /// <summary>Bytes of the archive. Default 16 GiB.</summary>
    internal long Packed { get; init; } = 16L << 30;

    /// <summary>Bytes of its files together. Default 32 GiB.</summary>
    internal long Unpacked { get; init; } = 32L << 30;

    /// <summary>Bytes of its files that any archive may have, however well they are packed. Default 64 MiB.</summary>
    internal long AnyRatio { get; init; } = 64L << 20;

    /// <summary>Beyond <see cref="AnyRatio"/>, bytes of files for each byte of the archive. Default 100; learned numbers pack to half at best.</summary>
    internal int Ratio { get; init; } = 100;

    /// <summary>The most bytes that files of an archive of this length may have.</summary>
    internal long UnpackedFor(long packed) => Math.Min(Unpacked, Math.Max(AnyRatio, packed <= Unpacked / Ratio ? packed * Ratio : Unpacked));
}
