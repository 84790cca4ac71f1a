namespace Attune;

/// <summary>
/// A field of encoded click rows. It owns the codes <see cref="Offset"/> .. <see cref="Offset"/> + <see cref="Size"/> − 1 of all fields' common numbering, of which the first stands for what is
/// missing or unknown, and the columns <see cref="Column"/> .. <see cref="Column"/> + <see cref="Columns"/> − 1 of a row.
/// </summary>
/// <param name="Name">Unique among the fields.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Role">Whom it describes.</param>
/// <param name="Offset">Its first code.</param>
/// <param name="Size">How many codes it has: 1 + its vocabulary; 2 for numbers (missing, the number).</param>
/// <param name="Column">Its first column.</param>
/// <param name="Columns">1, or for several values the most that are read of a row.</param>
public sealed record ClickField(string Name, ClickFieldKind Kind, ClickFieldRole Role, int Offset, int Size, int Column, int Columns);
