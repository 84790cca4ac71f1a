namespace Attune.Studies;

/// <summary>One thing that must hold if a system is built right. It decides by a number, which is kept beside what was allowed.</summary>
interface ICheck
{
    /// <summary>What claims.json calls it.</summary>
    string Id { get; }

    /// <summary>What must hold, in one sentence.</summary>
    string Says { get; }

    /// <summary>Looks whether it holds. What it throws counts as a failure.</summary>
    /// <param name="size">How much is looked at; the reduced checks of a system take a minute together.</param>
    /// <param name="context">Progress, cancellation and threads.</param>
    CheckResult Run(CheckSize size, FitContext context);
}
