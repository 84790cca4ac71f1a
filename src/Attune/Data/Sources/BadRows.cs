namespace Attune;

/// <summary>What to do with a row that cannot be read.</summary>
public enum BadRows
{
    /// <summary>Stop at the first with a <see cref="DataException"/> that names file, line, column and value.</summary>
    Fail,

    /// <summary>Leave it out, count it and report it through <see cref="SourceOptions.Skipped"/>.</summary>
    Skip,
}
