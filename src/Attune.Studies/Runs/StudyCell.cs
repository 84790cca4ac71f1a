using System.Globalization;

namespace Attune.Studies;

/// <summary>One training of a study.</summary>
/// <param name="Data">The name of the data with its protocol.</param>
/// <param name="Model">The name of the model with its options.</param>
/// <param name="Seed">The model's seed.</param>
public sealed record StudyCell(string Data, string Model, int Seed)
{
    /// <summary>The cell in words: <c>beauty/sasrec/42</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Data}/{Model}/{Seed}");
}
