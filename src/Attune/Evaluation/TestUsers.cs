namespace Attune;

/// <summary>Decides who is measured and against what, and keeps count of everybody and everything that is not.</summary>
sealed class TestUsers
{
    readonly IRecommender _model;
    readonly Split _split;
    readonly HeldOut _held;
    readonly Seen _seen;
    readonly bool _rates;
    readonly int[] _items;
    readonly int _catalog;
    readonly CandidateLists? _lists;
    readonly Dataset? _alsoSeen;
    readonly int[] _alsoItems = [];

    TestUsers(IRecommender model, Split split, bool rates, EvaluationOptions options)
    {
        (_model, _split, _rates) = (model, split, rates);
        _held = HeldOut.Of(split.Test, options);
        _seen = options.Seen ?? model.DefaultSeen;
        _catalog = model.Catalog.Items.Count;
        _items = model.Catalog.Items.MapFrom(_held.Items);
        _lists = options.Candidates is { } asked ? new CandidateLists(asked, model.Catalog, _seen, options.SeedOf("candidates")) : null;
        if (options.AlsoSeen is { } also && _seen == Seen.Exclude) (_alsoSeen, _alsoItems) = (also, model.Catalog.Items.MapFrom(also.Items));
        var next = _catalog;
        for (var i = 0; i < _items.Length; i++)
            if (_items[i] < 0) _items[i] = next++;
    }

    internal List<TestUser> Measured { get; } = [];

    /// <summary>Users with held-out events but nothing relevant among them.</summary>
    internal int WithoutRelevant { get; private set; }

    /// <summary>Users left out because nothing was known of them.</summary>
    internal int LeftOut { get; private set; }

    /// <summary>Held-out pairs that the mode of <see cref="Seen"/> hides.</summary>
    internal int Hidden { get; private set; }

    /// <summary>Relevant pairs of items that the catalog lacks.</summary>
    internal int Cold { get; private set; }

    /// <summary>Relevant pairs in all.</summary>
    internal int Pairs { get; private set; }

    internal Seen Seen => _seen;

    /// <summary>What is ranked where that is not the whole catalog, or null.</summary>
    internal CandidateLists? Lists => _lists;

    /// <param name="model">The model, whose catalog numbers the items.</param>
    /// <param name="split">What is held out and what is known.</param>
    /// <param name="ranks">Whether lists are measured.</param>
    /// <param name="rates">Whether predicted ratings are measured.</param>
    /// <param name="options">How to measure.</param>
    internal static TestUsers Of(IRecommender model, Split split, bool ranks, bool rates, EvaluationOptions options)
    {
        var users = new TestUsers(model, split, rates, options);
        for (var u = 0; u < users._held.Users.Count; u++)
            if (split.Test.EventsOf(u) is var events && events.Start.Value < events.End.Value) users.Add(u, ranks, options);
        return users;
    }

    void Add(int u, bool ranks, EvaluationOptions options)
    {
        var (query, known) = QueryOf(u);
        if (!known && options.KnownUsersOnly)
        {
            LeftOut++;
            return;
        }
        var history = new HashSet<int>(_model.Catalog.HistoryOf(query).Items.ToArray());
        var alsoSeen = AlsoSeenBy(u);
        if (alsoSeen is not null) history.UnionWith(alsoSeen);
        var (relevant, grades) = ranks ? RelevantOf(u, history) : ([], []);
        var rated = _rates && u < _split.Test.Ratings.Rows ? _split.Test.Ratings.Row(u) : [];
        if (ranks && relevant.Length == 0) WithoutRelevant++;
        if (relevant.Length == 0 && rated.Length == 0) return;
        var cold = relevant.Count(i => i >= _catalog);
        var pool = _lists is null || relevant.Length == 0 ? null : PoolOf(u, relevant, history);
        Cold += cold;
        Pairs += relevant.Length;
        Measured.Add(new TestUser
        {
            Id = _held.Users[u],
            Query = query,
            Known = known,
            Relevant = relevant,
            Grades = grades,
            AlsoSeen = alsoSeen,
            NotRelevant = relevant.Length == 0 ? [] : [.. _held.NotRelevantOf(u).Select(i => _items[i]).Where(i => IsShown(i, history)).Order()],
            Candidates = cold + (pool?.Length ?? _seen switch { Seen.Exclude => _catalog - history.Count, Seen.Only => history.Count, _ => _catalog }),
            Pool = pool,
            Rated = Array.ConvertAll(rated.ToArray(), i => _items[i]),
            Ratings = rated.Length == 0 ? [] : _split.Test.Ratings.RowValues(u).ToArray(),
        });
    }

    (int[] Items, float[] Grades) RelevantOf(int u, HashSet<int> history)
    {
        var items = Array.ConvertAll(_held.Grades.Row(u).ToArray(), i => _items[i]);
        var grades = _held.Grades.RowValues(u).ToArray();
        Array.Sort(items, grades);
        if (_seen == Seen.Include) return (items, grades);
        var shown = Enumerable.Range(0, items.Length).Where(i => IsShown(items[i], history)).ToArray();
        Hidden += items.Length - shown.Length;
        return (Array.ConvertAll(shown, i => items[i]), Array.ConvertAll(shown, i => grades[i]));
    }

    HashSet<int>? AlsoSeenBy(int u) => _alsoSeen?.Users.IndexOf(_held.Users[u]) is >= 0 and var at ? [.. _alsoSeen.Sequence(at).ToArray().Select(i => _alsoItems[i]).Where(i => i >= 0)] : null;

    int[] PoolOf(int u, int[] relevant, HashSet<int> history)
    {
        HashSet<int> known = [.. history, .. ItemsOf(_split.Train, u), .. ItemsOf(_split.History, u), .. ItemsOf(_split.Test, u)];
        return [.. _lists!.For(_held.Users[u], known).Where(i => IsShown(i, history)).Concat(relevant.Where(i => i < _catalog)).Distinct().Order()];
    }

    IEnumerable<int> ItemsOf(Dataset? data, int u) => data is null ? [] : data.Sequence(u).ToArray().Select(i => _items[i]);

    bool IsShown(int item, HashSet<int> history) => _seen == Seen.Include || history.Contains(item) == (_seen == Seen.Only);

    (Query Query, bool Known) QueryOf(int u)
    {
        var given = _split.History is { } history && history.EventsOf(u) is var events && events.Start.Value < events.End.Value;
        var index = _model.Catalog.Users.IndexOf(_held.Users[u]);
        var query = given ? FoldIn(_split.History!, u) with { User = index } : Query.For(index);
        if (_model.Trainer.Reads.HasFlag(QueryParts.Time)) query = query with { At = _split.Test.Events.TimeOf(_split.Test.EventsOf(u).Start.Value) };
        return (query, given || index >= 0);
    }

    // Each item once, in the order of its latest event, with the strength that training would have given it.
    Query FoldIn(Dataset history, int u)
    {
        var strengths = _model.Trainer.PredictsRatings && history.HasRatings ? history.Ratings : history.Preferences;
        var sequence = history.Sequence(u);
        var latest = new Dictionary<int, int>();
        for (var i = 0; i < sequence.Length; i++) latest[sequence[i]] = i;
        var (row, values) = (strengths.Row(u).ToArray(), strengths.RowValues(u).ToArray());
        var order = Enumerable.Range(0, row.Length).Where(i => _items[row[i]] < _catalog).OrderBy(i => latest[row[i]]).ToArray();
        var first = history.EventsOf(u).Start.Value;
        return new Query
        {
            History = Array.ConvertAll(order, i => _items[row[i]]),
            Weights = Array.ConvertAll(order, i => values[i]),
            Times = history.HasTimes ? Array.ConvertAll(order, i => history.Events.TimeOf(first + latest[row[i]])!.Value) : null,
        };
    }
}
