namespace Attune.Studies;

/// <summary>A group of users beside another, beside itself under another model, or beside a number.</summary>
sealed record ClaimGroupPair
{
    /// <summary>The group, or two as <c>child|mainstream</c> for what is kept of both.</summary>
    public required string Group { get; init; }

    /// <summary>The model; null for what holds of profiles whatever the model.</summary>
    public string? Model { get; init; }

    /// <summary>The measure, if it is another than the claim's metric.</summary>
    public string? Measure { get; init; }

    /// <summary>The data, if it is another than the claim's.</summary>
    public string? Data { get; init; }

    /// <summary>The group on the right; null where the right is a model or a number.</summary>
    public string? Against { get; init; }

    /// <summary>The model on the right, for the same group; null where the right is a group or a number.</summary>
    public string? AgainstModel { get; init; }

    /// <summary>The number on the right; null where it is a group or a model.</summary>
    public double? Value { get; init; }
}
