namespace Attune;

/// <summary>The lists of many users, by any model or any other tool. Immutable.</summary>
public sealed class Recommendations
{
    readonly int[] _offsets, _items;
    readonly float[] _scores;

    internal Recommendations(string name, Vocabulary users, Vocabulary items, int[] offsets, int[] listed, float[] scores) =>
        (Name, Users, Items, _offsets, _items, _scores) = (name, users, items, offsets, listed, scores);

    /// <summary>The lists that a model makes, held in memory; <see cref="TopN.ForAll"/> streams them.</summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="n">Length of each list, at least 1.</param>
    /// <param name="users">Dense indices; null = all users of the catalog.</param>
    /// <param name="seen">What happens to items of the history; null = the model's default.</param>
    /// <param name="filter">Keeps the items for which it holds; null keeps all.</param>
    /// <param name="context">Threads, cancellation and progress.</param>
    /// <param name="rerank">Puts the candidates into another order (<see cref="Reranking.Parse"/>); null leaves the model's.</param>
    public static Recommendations Of(IRecommender model, int n = 10, IEnumerable<int>? users = null, Seen? seen = null, Func<int, bool>? filter = null, FitContext? context = null, IReranker? rerank = null) =>
        From(Reordering.Named(model.NameOf(), rerank), TopN.ForAll(model, users, n, seen, filter, context, rerank)
            .Select(l => (model.Catalog.Users[l.User], l.List.Items.Select(i => (model.Catalog.Items[i.Item], i.Score)))));

    /// <summary>Lists from memory, best first; scores may be NaN. A user or, in one list, an item that comes twice is an <see cref="ArgumentException"/>.</summary>
    public static Recommendations From(string name, IEnumerable<(string User, IEnumerable<(string Item, float Score)> Items)> lists)
    {
        var lines = new ListBuilder();
        foreach (var (user, items) in lists)
        {
            if (!lines.AddUser(user)) throw new ArgumentException($"The user '{user}' has two lists; each user has one.", nameof(lists));
            foreach (var (item, score) in items) lines.Add(user, item, score, 0);
        }
        return lines.Build(name, ListOrder.AsGiven, (user, item, _) => new ArgumentException($"The list of user '{user}' has the item '{item}' twice.", nameof(lists)));
    }

    /// <summary>
    /// Reads lists that any tool has written, in one of the forms of <see cref="ListFormat"/>, told apart by their first line and unzipped where
    /// needed. CSV (comma, semicolon or tab) has a header with <c>user</c> and <c>item</c>, and <c>rank</c> or <c>score</c> where rows are not in order:
    /// rank rules, then score. A JSON line is a user with <c>items</c> in order, ids alone or objects with <c>item</c> (or <c>id</c>) and <c>score</c>.
    /// A TREC run is ordered as trec_eval does: by the score as a 32-bit float, descending, then by item id, descending. Whatever is wrong
    /// is a <see cref="DataException"/> with file, line and value.
    /// </summary>
    public static Recommendations Read(string path) => ListFile.Read(path);

    /// <summary>Writes all lists; the format is that of the file's ending unless given. The file appears when it is complete.</summary>
    public void Write(string path, ListFormat? format = null)
    {
        using var writer = RecommendationWriter.Create(path, format, Name);
        for (var u = 0; u < Users.Count; u++)
        {
            writer.Add(Users[u], Enumerable.Range(_offsets[u], _offsets[u + 1] - _offsets[u]).Select(e => (Items[_items[e]], _scores[e])));
        }
        writer.Complete();
    }

    /// <summary>Which model or tool made them.</summary>
    public string Name { get; }

    /// <summary>The users' ids; each has a list, which may be empty.</summary>
    public Vocabulary Users { get; }

    /// <summary>The ids of all items listed.</summary>
    public Vocabulary Items { get; }

    /// <summary>The items of one user's list, best first.</summary>
    public ReadOnlySpan<int> ListOf(int user) => _items.AsSpan(_offsets[user], _offsets[user + 1] - _offsets[user]);

    /// <summary>Their scores; NaN where the lists came without.</summary>
    public ReadOnlySpan<float> ScoresOf(int user) => _scores.AsSpan(_offsets[user], _offsets[user + 1] - _offsets[user]);
}
