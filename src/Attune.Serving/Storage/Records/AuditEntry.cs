namespace Attune.Serving;

/// <summary>One administrative action, kept for those who ask later.</summary>
/// <param name="Time">When.</param>
/// <param name="Who">The name of the key that was used, never the key.</param>
/// <param name="Action">What was done, as "models.activate".</param>
/// <param name="Subject">To what.</param>
/// <param name="Outcome">How it ended, in words.</param>
public sealed record AuditEntry(DateTimeOffset Time, string Who, string Action, string Subject, string Outcome);
