namespace Attune;

/// <summary>
/// A model that reads a history item after item, and can keep what it has read of a user: a state answers (<see cref="Query.State"/>) as the whole history would, and the next item costs
/// one step in place of reading everything again.
/// </summary>
public interface IRecurrent : IRecommender
{
    /// <summary>The state of somebody of whom nothing was read. It answers nothing.</summary>
    UserState Start { get; }

    /// <summary>How many of the newest items of a history the model reads where it has no state.</summary>
    int Longest { get; }

    /// <summary>The state after some more items, oldest first. Unknown items are passed over. The state that is given stays as it was.</summary>
    /// <exception cref="DataException">The state is of another model, pattern or training; both sides are named.</exception>
    UserState Step(UserState state, params IReadOnlyList<int> items);
}
