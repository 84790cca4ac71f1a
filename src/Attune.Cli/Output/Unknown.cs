using Attune.Numerics;

namespace Attune.Cli;

/// <summary>The error about an id that a model must know and does not.</summary>
static class Unknown
{
    internal static DataException Item(IRecommender model, string id) =>
        new($"The item '{id}' is unknown to this {model.NameOf()}, which has {model.Catalog.Items.Count} items.{EditDistance.DidYouMean(id, model.Catalog.Items.Ids)}");
}
