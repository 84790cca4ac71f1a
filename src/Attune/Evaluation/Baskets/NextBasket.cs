namespace Attune;

/// <summary>What one user bought on the day that is held out, and what had been bought before.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Index">The user's index in <see cref="NextBaskets.Train"/>; −1 where training does not know the user.</param>
/// <param name="AsOf">The day of the basket: midnight (UTC).</param>
/// <param name="Items">What was bought before, oldest first, repeats included.</param>
/// <param name="Times">When, as many.</param>
/// <param name="Bought">The items of the basket, ascending, each once.</param>
public sealed record NextBasket(string User, int Index, DateTimeOffset AsOf, IReadOnlyList<int> Items, IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<int> Bought)
{
    /// <summary>The purchases before the day.</summary>
    internal PurchaseHistory History => PurchaseHistory.Of([.. Items], [.. Times.Select(t => t.ToUnixTimeMilliseconds())], PurchaseHistory.DayOf(AsOf.ToUnixTimeMilliseconds()));

    /// <summary>What a model is asked: a known user by index, anybody else by what was bought before; a model that does not read order gets each item once, as often as it was bought.</summary>
    internal Query QueryFor(IRecommender model)
    {
        if (Index >= 0) return new Query { User = Index, At = AsOf };
        if (model.Catalog.Sequences is not null) return new Query { History = Items, Times = Times, At = AsOf };
        var items = Items.Distinct().ToArray();
        return new Query { History = items, Weights = [.. items.Select(i => (float)Items.Count(other => other == i))], At = AsOf };
    }
}
