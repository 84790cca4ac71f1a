namespace Attune;

/// <summary>One option of a model.</summary>
public sealed record OptionInfo
{
    /// <summary>The camelCase name.</summary>
    public required string Name { get; init; }

    /// <summary>"int", "number", "bool", "text", "choice" (one of <see cref="Values"/>) or "list" (texts).</summary>
    public required string Type { get; init; }

    /// <summary>The default: int, long, float, double, bool, string (a choice by its name), a list of texts, or null.</summary>
    public object? Default { get; init; }

    /// <summary>The least value; null where there is no limit.</summary>
    public double? Min { get; init; }

    /// <summary>The greatest value; null where there is no limit.</summary>
    public double? Max { get; init; }

    /// <summary>The names of a choice; null elsewhere.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>What of it is worth searching; null where tuning leaves it alone unless told otherwise.</summary>
    public SearchAttribute? Search { get; init; }

    /// <summary>What its documentation says; null where the documentation file is not beside the assembly.</summary>
    public string? Description { get; init; }
}
