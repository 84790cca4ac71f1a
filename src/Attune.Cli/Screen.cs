namespace Attune.Cli;

/// <summary>What a person sees, if anybody watches.</summary>
/// <param name="Bars">Whether progress may be drawn as bars: only where the error writer is a terminal.</param>
/// <param name="Colors">Whether bars may have colours.</param>
/// <param name="Width">Columns of the answer's text.</param>
sealed record Screen(bool Bars = false, bool Colors = false, int Width = 100);
