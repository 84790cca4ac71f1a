namespace Attune;

/// <summary>A row that was left out under <see cref="BadRows.Skip"/>.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Line">The line on which the row begins, from 1.</param>
/// <param name="Reason">What is wrong with it: column, value and what was expected.</param>
public readonly record struct BadRow(string File, long Line, string Reason);
