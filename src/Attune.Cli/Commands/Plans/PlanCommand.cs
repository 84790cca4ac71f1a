namespace Attune.Cli;

/// <summary><c>attune plan</c>: what a training will take, before it is begun, and whether more data would help.</summary>
static class PlanCommand
{
    internal static Verb Create() => new("plan", "What a training will take and which options suit it, before it is begun; whether more data would help, whether an ensemble is worth its energy, and whom a recommender serves badly.") { PlanBatchCommand.Create(), PlanDataCommand.Create(), PlanEnsembleCommand.Create(), PlanAudienceCommand.Create() };
}
