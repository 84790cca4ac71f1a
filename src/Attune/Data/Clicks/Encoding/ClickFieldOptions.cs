namespace Attune;

/// <summary>How one field of click rows is made of a column of the source. Immutable.</summary>
/// <param name="Name">The field's name, unique in the schema.</param>
public sealed record ClickFieldOptions(string Name)
{
    /// <summary>What its values are. Default: one label. Numbers that are cut into labels (<see cref="Numbers"/>) are numeric here and categorical once encoded.</summary>
    public ClickFieldKind Kind { get; init; }

    /// <summary>Whom it describes. Default: the circumstances.</summary>
    public ClickFieldRole Role { get; init; }

    /// <summary>The source's column; null (default) is the field's name.</summary>
    public string? Column { get; init; }

    /// <summary>Labels in fewer training rows than this are unknown, at least 1; null (default) is the schema's.</summary>
    public int? MinCount { get; init; }

    /// <summary>What becomes of numbers. Default: they are standardised.</summary>
    public ClickNumbers Numbers { get; init; }

    /// <summary>Into how many buckets quantiles cut, 2 to 65,536; fewer come out where values are tied. Default 32.</summary>
    public int Buckets { get; init; } = 32;

    /// <summary>What stands between several labels. Default "|".</summary>
    public string Separator { get; init; } = "|";

    /// <summary>How many of several labels are read, the first of a row, 1 to 255. Default 8.</summary>
    public int Labels { get; init; } = 8;

    internal string Source => Column ?? Name;

    internal IEnumerable<string> Complaints()
    {
        if (string.IsNullOrWhiteSpace(Name)) yield return "A field has no name.";
        if (MinCount < 1) yield return $"The field '{Name}' has minCount = {MinCount}, which must be at least 1.";
        if (Buckets is < 2 or > 65536) yield return $"The field '{Name}' has buckets = {Buckets}, which must be 2 to 65536.";
        if (Labels is < 1 or > 255) yield return $"The field '{Name}' has labels = {Labels}, which must be 1 to 255.";
        if (Separator.Length == 0) yield return $"The field '{Name}' has an empty separator; write the characters that stand between two labels.";
    }
}
