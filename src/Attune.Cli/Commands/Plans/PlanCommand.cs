namespace Attune.Cli;

/// <summary><c>attune plan</c>: what a training will take, before it is begun.</summary>
static class PlanCommand
{
    internal static Verb Create() => new("plan", "What a training will take and which options suit it, before it is begun.") { PlanBatchCommand.Create(), PlanEnsembleCommand.Create() };
}
