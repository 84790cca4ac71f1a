namespace Attune;

/// <summary>
/// What a recommendation is asked for: a known user, a history, a text, a time, circumstances. All parts are optional; a model reads those that it
/// declares (<see cref="ITrainer.Reads"/>) and ignores the rest. Indices are those of the model's <see cref="Catalog"/>.
/// </summary>
public sealed record Query
{
    /// <summary>The index of a user known from training, or −1 for anybody else. Default −1.</summary>
    public int User { get; init; } = -1;

    /// <summary>
    /// The items of the history, oldest first. Null (the default) means what training knew of <see cref="User"/>; a given history, empty
    /// included, takes its place as a whole.
    /// </summary>
    public IReadOnlyList<int>? History { get; init; }

    /// <summary>The strength (rating, count) of each history item; null means 1 each. As long as <see cref="History"/>.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>When each history item was, as long as <see cref="History"/>, for the models that read it (hstu); null means that it is not known.</summary>
    public IReadOnlyList<DateTimeOffset>? Times { get; init; }

    /// <summary>
    /// The items of the events of <see cref="User"/> that training has not seen, oldest first, repeats included. A model that reads them
    /// (<see cref="QueryParts.News"/>) takes the user's trained vector and one step of stochastic gradient descent for each of them; <see cref="History"/> then
    /// is not learned anew. Null (the default): it is.
    /// </summary>
    public IReadOnlyList<int>? News { get; init; }

    /// <summary>What the model has read of the user already (<see cref="IRecurrent"/>): <see cref="History"/> then holds only the items that came since. Null (the default): nothing.</summary>
    public UserState? State { get; init; }

    /// <summary>When the list will be shown; null means now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Named feature values of the situation (device, weekday).</summary>
    public IReadOnlyDictionary<string, string>? Context { get; init; }

    /// <summary>The domain (shop, country) asked for, where a model knows several.</summary>
    public string? Domain { get; init; }

    /// <summary>Words searched for, or a description of what is wanted.</summary>
    public string? Text { get; init; }

    /// <summary>The query of a known user.</summary>
    public static Query For(int user) => new() { User = user };

    /// <summary>The query of somebody of whom only a history is known.</summary>
    public static Query From(params IReadOnlyList<int> history) => new() { History = history };

    /// <summary>The parts that are given.</summary>
    public QueryParts Parts =>
        (User >= 0 ? QueryParts.User : 0) | (History is not null ? QueryParts.History : 0) | (At is not null ? QueryParts.Time : 0)
        | (Context is not null ? QueryParts.Context : 0) | (Domain is not null ? QueryParts.Domain : 0) | (Text is not null ? QueryParts.Text : 0)
        | (News is not null ? QueryParts.News : 0) | (State is not null ? QueryParts.State : 0);
}
