namespace Attune;

/// <summary>What fitting learned of one field, as it is saved: options, and of vocabulary, edges or mean and deviation that which its kind has.</summary>
/// <param name="Options">How it is encoded.</param>
/// <param name="Size">How many codes it has.</param>
/// <param name="Fingerprint">Names what was learned, also where that is left out.</param>
sealed record FittedField(ClickFieldOptions Options, int Size, string Fingerprint)
{
    public IReadOnlyList<string>? Labels { get; init; }

    public double[]? Edges { get; init; }

    public double? Mean { get; init; }

    public double? Deviation { get; init; }

    internal bool IsBare => Labels is null && Edges is null && Mean is null;

    /// <summary>Without what was learned, which the codes of a saved model's users and items replace.</summary>
    internal FittedField Bare() => this with { Labels = null, Edges = null, Mean = null, Deviation = null };

    internal FieldCoder Coder() => IsBare ? new FieldCoder.Sized(Options.Name, Size, Options.Kind == ClickFieldKind.MultiValued ? Options.Labels : 1, Encoded) : Options switch
    {
        { Kind: ClickFieldKind.Categorical } => new FieldCoder.Label(new Vocabulary(Labels!)),
        { Kind: ClickFieldKind.MultiValued } => new FieldCoder.Several(new Vocabulary(Labels!), Options.Separator, Options.Labels),
        { Numbers: ClickNumbers.Quantiles } => new FieldCoder.Bucket(Edges!),
        { Numbers: ClickNumbers.LogSquares } => new FieldCoder.LogSquare(new Vocabulary(Labels!)),
        _ => new FieldCoder.Number(Mean!.Value, Deviation!.Value),
    };

    ClickFieldKind Encoded => Options.Kind == ClickFieldKind.Numeric && Options.Numbers != ClickNumbers.Standardized ? ClickFieldKind.Categorical : Options.Kind;
}
