using Attune.Numerics;

namespace Attune;

/// <summary>How the events of a data set become click rows. Immutable.</summary>
public sealed record ClickOptions
{
    /// <summary>How many items that were not clicked are drawn for every click, at least 0. Default 0: the data has impressions.</summary>
    public int Negatives { get; init; }

    /// <summary>From which what is drawn follows. Default 0.</summary>
    public Seed Seed { get; init; }

    /// <summary>Labels in fewer training rows than this are unknown, at least 1. Default 1.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>What becomes of features that are numbers. Default: they are standardised.</summary>
    public ClickNumbers Numbers { get; init; }

    /// <summary>Whether the user's and the item's id are fields. Default true; a model of features alone treats new users and items as it does known ones.</summary>
    public bool Ids { get; init; } = true;

    /// <summary>Earlier events, whose clicks are not drawn either, as with held-out data; it shares the numbering of users and items with these or begins it. Null (default): none.</summary>
    public Dataset? Known { get; init; }

    internal ClickSchema SchemaOf(ClickSchema schema) => schema with
    {
        MinCount = MinCount,
        Fields = [.. schema.Fields.Where(f => Ids || f.Role is not (ClickFieldRole.UserId or ClickFieldRole.ItemId)).Select(f => f with { Numbers = Numbers })],
    };
}
