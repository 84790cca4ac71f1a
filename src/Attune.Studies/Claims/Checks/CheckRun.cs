namespace Attune.Studies;

/// <summary>A check of a system and what it has found this time.</summary>
/// <param name="Check">The check.</param>
/// <param name="Entry">What claims.json says of it.</param>
/// <param name="Result">What was found.</param>
/// <param name="Seconds">How long it took.</param>
sealed record CheckRun(ICheck Check, CheckEntry Entry, CheckResult Result, double Seconds)
{
    /// <summary>What must hold, in the words of the file, or else of the code.</summary>
    internal string Says => Entry.Says ?? Check.Says;

    /// <summary>Runs a check. One that throws has failed: what cannot be looked at must not pass for right.</summary>
    internal static CheckRun Of(ICheck check, CheckEntry entry, CheckSize size, FitContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var start = context.Time.GetTimestamp();
        var result = Guarded(check, size, context);
        return new CheckRun(check, entry, result, context.Time.GetElapsedTime(start).TotalSeconds);
    }

    static CheckResult Guarded(ICheck check, CheckSize size, FitContext context)
    {
        try
        {
            return check.Run(size, context);
        }
        catch (Exception e) when (e is not OperationCanceledException || !context.Cancellation.IsCancellationRequested)
        {
            return new CheckResult(false, double.NaN, double.NaN, $"it ended with {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
