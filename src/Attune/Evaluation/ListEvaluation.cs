namespace Attune;

/// <summary>Lists of any origin against held-out items, matched by id; items are numbered as in training, then as in the lists, then as held out.</summary>
sealed class ListEvaluation
{
    readonly Recommendations _lists;
    readonly HeldOut _held;
    readonly IReadOnlyList<IMetric> _metrics;
    readonly Dataset? _training;
    readonly EvaluationOptions _options;
    readonly FitContext _context;
    readonly ItemFacts? _facts;
    readonly int[] _listed, _relevant;

    internal ListEvaluation(Recommendations lists, HeldOut held, IReadOnlyList<IMetric> metrics, Dataset? training, EvaluationOptions options, FitContext context)
    {
        (_lists, _held, _metrics, _training, _options, _context) = (lists, held, metrics, training, options, context);
        var items = (training?.Items ?? lists.Items).Grow(lists.Items.Ids).Grow(held.Items.Ids);
        _facts = training is null ? null : ItemFacts.Of(training);
        (_listed, _relevant) = (items.MapFrom(lists.Items), items.MapFrom(held.Items));
    }

    internal Scores Run()
    {
        var start = _context.Time.GetTimestamp();
        var users = Users();
        if (users.Length == 0) throw new DataException($"Nothing relevant is held out for any user whom {_lists.Name} could be measured on; check that the ids of lists and test data are the same, and RelevantFrom (--relevant).");
        var measurement = new Measurement(_metrics, users.Length, _training?.Items.Count ?? 0);
        var empty = 0;
        for (var u = 0; u < users.Length; u++)
        {
            var (relevant, grades) = RelevantOf(users[u]);
            var ranked = ListOf(users[u], out var scores);
            if (ranked.Length == 0) empty++;
            measurement.AddList(u, new RankedUser
            {
                Ranked = ranked,
                Scores = scores,
                Relevant = relevant,
                Grades = grades,
                NotRelevant = [.. _held.NotRelevantOf(users[u]).Select(i => _relevant[i]).Order()],
                History = HistoryOf(users[u]),
                Candidates = -1,
                Facts = _facts,
            });
            if ((u + 1) % _options.BlockSize == 0 || u + 1 == users.Length) _context.Report("measuring", u + 1, users.Length);
        }
        var results = measurement.Finish(_options, _context.Parallel);
        return new Scores(_lists.Name, results)
        {
            Users = users.Length,
            UserIds = [.. users.Select(u => _held.Users[u])],
            EmptyLists = empty,
            Confidence = _options.Confidence,
            EvaluateSeconds = _context.Time.GetElapsedTime(start).TotalSeconds,
            Notes = [.. Notes(users, empty), .. EvaluationNotes.Undefined(_metrics, results, WhyUndefined)],
        };
    }

    int[] Users() => [.. Enumerable.Range(0, _held.Users.Count).Where(u => _held.Grades.RowLength(u) > 0
        && (!_options.KnownUsersOnly || (_training?.Users ?? _lists.Users).IndexOf(_held.Users[u]) >= 0))];

    (int[] Items, float[] Grades) RelevantOf(int user)
    {
        var items = Array.ConvertAll(_held.Grades.Row(user).ToArray(), i => _relevant[i]);
        var grades = _held.Grades.RowValues(user).ToArray();
        Array.Sort(items, grades);
        return (items, grades);
    }

    ReadOnlySpan<int> HistoryOf(int user) =>
        _training?.Users.IndexOf(_held.Users[user]) is >= 0 and var known && known < _training.Preferences.Rows ? _training.Preferences.Row(known) : [];

    int[] ListOf(int user, out ReadOnlySpan<float> scores)
    {
        scores = default;
        var index = _lists.Users.IndexOf(_held.Users[user]);
        if (index < 0) return [];
        scores = _lists.ScoresOf(index);
        var items = Array.ConvertAll(_lists.ListOf(index).ToArray(), i => _listed[i]);
        var once = new HashSet<int>(items.Length);
        for (var i = 0; i < items.Length; i++)
            if (!once.Add(items[i])) throw new DataException($"{_lists.Name}: the list of user '{_held.Users[user]}' names the item '{_lists.Items[_lists.ListOf(index)[i]]}' twice (again at place {i + 1}); a list names an item once.");
        return items;
    }

    IEnumerable<string> Notes(int[] users, int empty)
    {
        if (empty > 0) yield return $"{empty} of {users.Length} users have no list in {_lists.Name} and count as lists without hits.";
        var others = _lists.Users.Ids.Count(id => _held.Users.IndexOf(id) is var u && (u < 0 || _held.Grades.RowLength(u) == 0));
        if (others > 0) yield return $"{others} of {_lists.Users.Count} lists are of users for whom nothing relevant is held out; they are not measured.";
        var depth = Measurement.DepthOf(_metrics);
        var shorter = depth == int.MaxValue ? 0 : users.Count(u => _lists.Users.IndexOf(_held.Users[u]) is >= 0 and var l && _lists.ListOf(l).Length is > 0 and var n && n < depth);
        if (shorter > 0) yield return $"{shorter} of {users.Length} lists are shorter than the {depth} places that are measured.";
    }

    string? WhyUndefined(IMetric metric) => metric switch
    {
        IRatingMetric => "lists hold no predicted ratings",
        Auc or Gauc => "nobody knows which items these lists were chosen from",
        Revenue when _training is not null => "no held-out item has a price in the training data",
        _ when _training is null => "it needs the training data (catalog, popularity, prices), which was not given",
        _ => EvaluationNotes.WhyWithout(metric, _facts!),
    };
}
