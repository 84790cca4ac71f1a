using System.Text.Json;

namespace Attune;

/// <summary>What a file of clicks says of itself before its rows, and how many bytes a group of them takes.</summary>
sealed class ClickFileHeader
{
    internal const int Version = 1, DefaultGroup = 1 << 16;
    internal static ReadOnlySpan<byte> Magic => "ATTCLICK"u8;

    internal ClickFileHeader(ClickFields fields, int groupRows, bool hasWeights) => (Fields, GroupRows, HasWeights) = (fields, groupRows, hasWeights);

    internal ClickFields Fields { get; }

    internal int GroupRows { get; }

    internal bool HasWeights { get; }

    /// <summary>Bytes of a row: packed codes; 4 more for a number, 1 for how many of several labels there are; a label, and 4 for a weight.</summary>
    internal long RowBytes => 1 + (HasWeights ? 4 : 0) + Fields.Fields.Sum(f => (long)f.Columns * Packed.WidthOf(f.Size) + (f.Kind == ClickFieldKind.Numeric ? 4 : f.Kind == ClickFieldKind.MultiValued ? 1 : 0));

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(new Saved("attune-clicks", Version, GroupRows, HasWeights, Fields.Fields, Fields.Encoder?.ToJson()), ClickSchema.Json);

    internal static ClickFileHeader FromJson(ReadOnlySpan<byte> json)
    {
        var saved = JsonSerializer.Deserialize<Saved>(json, ClickSchema.Json) ?? throw new FormatException("the header is null");
        if (saved.GroupRows is < 1 or > 1 << 24) throw new FormatException($"a group has {saved.GroupRows} rows");
        var fields = new ClickFields(saved.Fields) { Encoder = saved.Encoder is null ? null : ClickEncoder.FromJson(saved.Encoder) };
        if (fields.Encoder is { } encoder && !encoder.Fields.Fields.SequenceEqual(saved.Fields)) throw new FormatException("its fields are not those of its encoder");
        return new ClickFileHeader(fields.Encoder?.Fields ?? fields, saved.GroupRows, saved.HasWeights);
    }

    sealed record Saved(string Format, int Version, int GroupRows, bool HasWeights, IReadOnlyList<ClickField> Fields, string? Encoder);
}
