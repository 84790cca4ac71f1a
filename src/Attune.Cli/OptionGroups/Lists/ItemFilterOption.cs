using System.CommandLine;

namespace Attune.Cli;

/// <summary>Which items may be shown.</summary>
sealed class ItemFilterOption
{
    internal Option<string[]> Option { get; } = new("--only") { HelpName = "FEATURE=VALUE", Description = "Only items with this feature, as in genre=Comedy or genre=Comedy|Drama; repeated, all must hold." };

    internal Func<int, bool>? Value(Call call, Catalog catalog) => UsageException.Reading(Option.Name, () => ItemFilter.All((call.Value(Option) ?? []).Select(condition => ItemFilter.Where(catalog, condition))));
}
