namespace Attune;

/// <summary>One field of click rows in a <see cref="ClickSummary"/>.</summary>
/// <param name="Field">The field.</param>
/// <param name="Missing">Share of rows in which its (first) value is missing or unknown.</param>
public sealed record ClickFieldSummary(ClickField Field, double Missing);
