using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>The server: answers requests from what it keeps in memory of each space, the active model, and the newest events of the user.</summary>
sealed partial class AttuneServer : IAttune, IDisposable
{
    readonly IStorage _storage;
    readonly ActiveModels _models;
    readonly AttuneOptions _options;
    readonly TimeProvider _time;
    readonly ILogger<AttuneServer> _logger;
    readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ServingMetrics? _metrics;
    readonly ConcurrentDictionary<string, ServedSpace> _spaces = new(StringComparer.Ordinal);

    /// <summary>A server over a storage that has been started.</summary>
    public AttuneServer(IStorage storage, ActiveModels models, IOptions<AttuneOptions> options, TimeProvider time, ILogger<AttuneServer> logger, ServingMetrics? metrics = null)
    {
        (_storage, _models, _options, _time, _logger, _metrics) = (storage, models, options.Value, time, logger, metrics);
        Placements = Recommenders.Placements(_options.Placements);
        _models.Swapped += UseActiveModel;
    }

    public IReadOnlyDictionary<string, Placement> Placements { get; }

    public IStore Store(string? space = null) => SpaceOf(space).Store;

    public async Task<RecommendationList> RecommendAsync(RecommendationRequest request, CancellationToken cancellation = default)
    {
        var placement = Placements.GetValueOrDefault(request.Placement)
            ?? throw new ArgumentException($"There is no placement '{request.Placement}'. Placements are {string.Join(", ", Placements.Keys.Order(StringComparer.Ordinal))}.", nameof(request));
        RequestCheck.Of(request, placement, _options.Api.LargestCount);
        using var activity = ServingMetrics.Activities.StartActivity("attune.list");
        var space = SpaceOf(request.Space);
        await space.StartAsync(cancellation).ConfigureAwait(false);
        var stamp = space.StampFor(request.User);
        var list = space.Lists.Find(request, stamp);
        if (space.Lists.IsOn) _metrics?.LookedUp(list is not null);
        list ??= await MakeAsync(space, placement, request, stamp, cancellation).ConfigureAwait(false);
        _metrics?.Listed(list.Placement, list.Fallback);
        activity?.SetTag("placement", list.Placement).SetTag("fallback", list.Fallback);
        return list with { RequestId = RequestId.New() };
    }

    public async Task<IReadOnlyList<ScoredId>> PopularAsync(ListRequest request, CancellationToken cancellation = default)
    {
        var space = await CheckedAsync(request, cancellation).ConfigureAwait(false);
        await space.CountFewAsync(cancellation).ConfigureAwait(false);
        return await InOrderAsync(space, space.Popular.Ranked, request, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<ScoredId>> LatestAsync(ListRequest request, CancellationToken cancellation = default)
    {
        var space = await CheckedAsync(request, cancellation).ConfigureAwait(false);
        return await InOrderAsync(space, space.Items.Latest, request, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<ScoredId>> SimilarItemsAsync(string item, ListRequest request, CancellationToken cancellation = default)
    {
        var space = await CheckedAsync(request, cancellation).ConfigureAwait(false);
        if (space.Model is not { } model || space.Items.Of(item) is not { } seed) return [];
        var rules = await RulesAsync(space, request, cancellation).ConfigureAwait(false);
        return [.. model.Likeness.Similar([seed], request.Offset + request.Count, rules).Skip(request.Offset)
            .Select(r => model.EntryOf(r.Item) is { } entry ? new ScoredId(entry.Id, r.Score) : default).Where(s => s.Id is not null)];
    }

    public async Task<IReadOnlyList<ScoredId>> SimilarUsersAsync(string user, ListRequest request, CancellationToken cancellation = default)
    {
        var space = await CheckedAsync(request, cancellation).ConfigureAwait(false);
        if (space.Model is not { } model) return [];
        var known = Preferences.Of(await space.Store.EventsOfUserAsync(user, _options.Feedback.LongestHistory, cancellation: cancellation).ConfigureAwait(false), _options.Feedback, _time.GetUtcNow());
        var query = known.For(model.Model, user, new RecommendationRequest(), _time.GetUtcNow());
        var found = new List<ScoredId>();
        var left = request.Offset;
        foreach (var other in model.Likeness.Neighbors(query))
        {
            if (found.Count == request.Count) break;
            if (other.Id == user || await space.Store.UserAsync(other.Id, cancellation).ConfigureAwait(false) is null || left-- > 0) continue;
            found.Add(other);
        }
        return found;
    }

    /// <summary>Ends when the default space is in memory, so that no request waits for it.</summary>
    internal Task Warm => _warm.Task;

    /// <summary>Reads the default space into memory; false where it cannot be read yet.</summary>
    internal async Task<bool> WarmAsync(CancellationToken cancellation)
    {
        try
        {
            await SpaceOf(null).StartAsync(cancellation).ConfigureAwait(false);
            return _warm.TrySetResult();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CatchingUpFailed(e, _options.Space);
            return false;
        }
    }

    /// <summary>Takes in what other processes have written into the spaces that are in use.</summary>
    internal async Task CatchUpAsync(CancellationToken cancellation)
    {
        foreach (var (name, space) in _spaces)
        {
            try
            {
                await space.CatchUpAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                CatchingUpFailed(e, name);
            }
        }
    }

    public void Dispose()
    {
        _models.Swapped -= UseActiveModel;
        foreach (var space in _spaces.Values) space.Dispose();
    }

    ServedSpace SpaceOf(string? name)
    {
        name ??= _options.Space;
        if (_spaces.TryGetValue(name, out var space)) return space;
        if (!SpaceName().IsMatch(name)) throw new ArgumentException($"'{name}' cannot be the name of a space: it must be 1 to 32 of a–z, 0–9 and '-'.", nameof(name));
        return _spaces.GetOrAdd(name, n => new ServedSpace(_storage.Of(n), _models, _options.Feedback, new ListCache(_options.Cache, _storage.IsShared ? _options.Cache.LongestWhereShared : _options.Cache.Longest, _time), _time, _metrics));
    }

    void UseActiveModel(string name)
    {
        if (_spaces.TryGetValue(name, out var space)) space.UseActiveModel();
    }

    async Task<ServedSpace> CheckedAsync(ListRequest request, CancellationToken cancellation)
    {
        RequestCheck.Counts(request.Count, request.Offset, _options.Api.LargestCount);
        var space = SpaceOf(request.Space);
        await space.StartAsync(cancellation).ConfigureAwait(false);
        return space;
    }

    async Task<RecommendationList> MakeAsync(ServedSpace space, Placement placement, RecommendationRequest request, ListCache.Stamp stamp, CancellationToken cancellation)
    {
        var model = stamp.Model;
        var known = await KnownAsync(space, placement, request, cancellation).ConfigureAwait(false);
        var query = model is null ? null : known.For(model.Model, request.User, request, _time.GetUtcNow());
        var asked = query is null ? null : await AskedAsync(space, model!, query, request, cancellation).ConfigureAwait(false);
        var work = new ListWork(space, model, placement, request, known, RulesOf(space, placement, request, known, query is { User: >= 0 } && known.IsCut ? HadInTraining(model!.Model.Catalog, query.User) : null), asked);
        await work.FillAsync(cancellation).ConfigureAwait(false);
        var list = new RecommendationList("", placement.Name, model?.Version, work.Fallback, Reasons.Of(work.Taken, request, model, query)) { Bytes = space.Lists.IsOn ? new ListBytes() : null };
        space.Lists.Keep(request, list, stamp with { Popular = work.PopularAt });
        return list;
    }

    // What the items of a request stand for: those of a session take the place of the history, those that a list is to be like do not.
    async Task<Preferences> KnownAsync(ServedSpace space, Placement placement, RecommendationRequest request, CancellationToken cancellation)
    {
        if (request.Items is not null && !placement.Recommenders.Contains(Recommenders.Similar)) return Preferences.Of(request.Items);
        if (request.User is null) return request.Items is null ? Preferences.None : Preferences.Of(request.Items);
        return Preferences.Of(await space.Store.EventsOfUserAsync(request.User, _options.Feedback.LongestHistory, cancellation: cancellation).ConfigureAwait(false), _options.Feedback, _time.GetUtcNow());
    }

    // The quickest form of the query that the model reads: from a state, or from the trained vector and what is new.
    async Task<Query> AskedAsync(ServedSpace space, ServedModel model, Query query, RecommendationRequest request, CancellationToken cancellation)
    {
        if (request.User is not { } user || request.Items is not null) return query;
        if (model.States is { } states) return states.Of(user, query);
        var last = model.Active.LastEvent;
        if (!_options.Retrain.OneEventUpdates || query.User < 0 || last == 0 || !model.Model.Trainer.Reads.HasFlag(QueryParts.News)) return query;
        var news = Preferences.Of(await space.Store.EventsOfUserAsync(user, _options.Feedback.LongestHistory, last, cancellation).ConfigureAwait(false), _options.Feedback, _time.GetUtcNow());
        // What takes wanting back can only be learned anew.
        return news.Wanted.Any(w => w.Weight < 0) ? query : query with { News = [.. news.Wanted.Select(w => model.Model.Catalog.Items.IndexOf(w.Item)).Where(i => i >= 0)] };
    }

    ListRules RulesOf(ServedSpace space, Placement placement, RecommendationRequest request, Preferences known, HashSet<string>? hadBefore)
    {
        var seen = request.Seen ?? placement.Seen;
        var barred = new List<IReadOnlySet<string>>(4);
        if (request.Exclude.Count > 0) barred.Add(new HashSet<string>(request.Exclude, StringComparer.Ordinal));
        if (seen == Seen.Exclude && known.Seen.Count > 0) barred.Add(known.Seen);
        if (seen == Seen.Exclude && hadBefore is not null) barred.Add(hadBefore);
        if (request.Items is { Count: > 0 } items && seen != Seen.Only) barred.Add(new HashSet<string>(items, StringComparer.Ordinal));
        var only = request.Include is { } include ? new HashSet<string>(include, StringComparer.Ordinal) : null;
        if (seen == Seen.Only)
        {
            var had = known.Wanted.Where(w => w.Weight > 0).Select(w => w.Item).ToHashSet(StringComparer.Ordinal);
            if (only is null) only = had;
            else only.IntersectWith(had);
        }
        return new ListRules(space.Items, barred, only, ListFilter.Of(request.Categories, request.At ?? _time.GetUtcNow(), placement.Filter, request.Filter));
    }

    // Of a history that is longer than what is read, training has seen the older part.
    static HashSet<string> HadInTraining(Catalog catalog, int user)
    {
        var had = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in catalog.Histories.Row(user)) had.Add(catalog.Items[item]);
        return had;
    }

    async Task<ListRules> RulesAsync(ServedSpace space, ListRequest request, CancellationToken cancellation)
    {
        var read = request.WithoutReadOf is { } user
            ? Preferences.Of(await space.Store.EventsOfUserAsync(user, _options.Feedback.LongestHistory, cancellation: cancellation).ConfigureAwait(false), _options.Feedback, _time.GetUtcNow()).Seen : null;
        return new ListRules(space.Items, read is null ? [] : [read], null, ListFilter.Of(request.Categories, _time.GetUtcNow()));
    }

    async Task<IReadOnlyList<ScoredId>> InOrderAsync(ServedSpace space, RankedItems ranked, ListRequest request, CancellationToken cancellation)
    {
        var rules = await RulesAsync(space, request, cancellation).ConfigureAwait(false);
        var (found, left) = (new List<ScoredId>(request.Count), request.Offset);
        for (var walk = ranked.InOrder(); found.Count < request.Count && walk.Next(out var slot, out var score);)
            if (space.Items[slot] is { } item && rules.Allow(item) && left-- <= 0) found.Add(new ScoredId(item.Id, score));
        return found;
    }

    [GeneratedRegex("^[a-z0-9-]{1,32}$", RegexOptions.CultureInvariant)]
    private static partial Regex SpaceName();

    [LoggerMessage(Level = LogLevel.Warning, Message = "What other processes wrote into the space '{Space}' could not be read; it is tried again in a few seconds.")]
    partial void CatchingUpFailed(Exception error, string space);
}
