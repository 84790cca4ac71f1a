namespace Attune.Studies;

/// <summary>Two sides of a claim: a model against another, or against a number.</summary>
sealed record ClaimPair
{
    /// <summary>The model on the left, which the claim is about, or several in one term (<see cref="ClaimTerm"/>).</summary>
    public required string Left { get; init; }

    /// <summary>The same of the right; null where it is a number.</summary>
    public string? Right { get; init; }

    /// <summary>The number on the right; null where it is a model.</summary>
    public double? Value { get; init; }

    /// <summary>What the right side is multiplied by. Default 1.</summary>
    public double? Times { get; init; }

    /// <summary>The name of the data, if it is another than the claim's.</summary>
    public string? Data { get; init; }

    /// <summary>The data that the right side is of, if it is another than the left's: how a difference between models changes from one to the other.</summary>
    public string? RightData { get; init; }
}
