using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;

namespace Attune;

/// <summary>
/// Nearest sessions: what else was in the sessions (or histories) that share the newest items of this one. With n items read and w(x) = place of x counted
/// from the oldest / n, sim(s) = Σ_{x in s} w(x) / |s|^LengthPenalty over the training sessions s, and score(j) = Σ over the Neighbors most similar s that
/// contain j of sim(s) · w(the newest item shared with s). Only the Sample newest sessions that share an item are looked at.
/// Shapes: sessions × items twice, by session and by item, made again from the stored sequences when a saved model is opened; newest (sessions).
/// Jannach and Ludewig, "When recurrent neural networks meet the neighborhood for session-based recommendation", RecSys 2017; the weights by place are
/// V-SKNN of Ludewig and Jannach, UMUAI 2018. Deviation: the penalty for length. A session is a user of the training data: a session id as the user gives
/// sessions, a customer id whole histories. A known user finds his own session, too, which adds nothing new to his list. Sessions are as old as their
/// newest event; without times later users are newer. Only the order of a history is read, not its weights: a known history given in order
/// scores as the stored one. Without a history it cannot say. Time Window · Sample + Neighbors · |s| for each list, to fit only sorting. Deterministic.
/// </summary>
public sealed record SessionKnn : ITrainer
{
    /// <summary>Sessions that speak; more = smoother lists of better known items. Default 100.</summary>
    [Range(1, 100_000)]
    [Search(20, 1000, Log = true)]
    public int Neighbors { get; init; } = 100;

    /// <summary>How many of the newest sessions that share an item are looked at; more = slower and longer memory. Default 1000.</summary>
    [Range(1, 10_000_000)]
    [Search(200, 10_000, Log = true)]
    public int Sample { get; init; } = 1000;

    /// <summary>How many of the newest different items of a history are read. Default 20.</summary>
    [Range(1, 10_000)]
    public int Window { get; init; } = 20;

    /// <summary>How far the length of a session is held against it: 0 not at all, 0.5 as the cosine does, 1 in full. Default 0.5.</summary>
    [Range(0, 1.0)]
    [Search(0, 1)]
    public double LengthPenalty { get; init; } = 0.5;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("sorting sessions", 0, 1);
        var newest = Enumerable.Range(0, data.Users.Count).ToArray();
        Array.Sort(Array.ConvertAll(newest, u => (-EndOf(data, u), -u)), newest);
        var model = new Model(this, Catalog.OfSequences(data), newest);
        context.Report("sorting sessions", 1, 1);
        return model;
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights.Integer("newest", catalog.Users.Count));

    static long EndOf(Dataset data, int user) => data.EventsOf(user) is var events && data.Events.Time is { } time && events.End.Value > events.Start.Value ? time[events.End.Value - 1] : 0;

    sealed class Model(SessionKnn trainer, Catalog catalog, int[] newest) : IRecommender
    {
        readonly SessionIndex _index = new(catalog.Sequences!, newest, catalog.Items.Count, trainer.LengthPenalty);
        readonly ConcurrentBag<SessionSearch> _idle = [];

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var sequence = catalog.SequenceOf(query);
            if (sequence.Length == 0)
            {
                scores.Fill(float.NaN);
                return;
            }
            var search = _idle.TryTake(out var idle) ? idle : new SessionSearch(_index, trainer);
            search.Score(sequence);
            search.Hand(items, scores);
            _idle.Add(search);
        }

        public void Export(Weights weights) => weights.Add("newest", newest);
    }
}
