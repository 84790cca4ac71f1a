using System.Collections;
using System.CommandLine;

namespace Attune.Cli;

/// <summary>What a model is trained on and what is held out: one file and a way to split it, or two files.</summary>
sealed class HoldOutOptions : IEnumerable<Option>
{
    const string Default = "time:0.2";
    readonly Option<string> _data = new("--data") { HelpName = "FILE", Description = "Events to split into training and test: a file, or a live store (store:DIR, postgres:…)." };
    readonly Option<string[]> _split = new("--split") { HelpName = "HOW", Description = $"How to split --data: {Split.Forms}. Default {Default}." };
    readonly Option<string> _train = new("--train") { HelpName = "FILE", Description = "Training events, where the test events are a file too." };
    readonly Option<string> _test = new("--test") { HelpName = "FILE", Description = "Held-out events; read as they are, without --filter and --duplicates." };
    readonly DataOptions _reading = [];

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_data, _split, _train, _test, .. _reading]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The file of held-out events alone.</summary>
    internal Dataset Test(Call call) => _reading.ReadAsItIs(call, call.Needed(_test, "name the file of held-out events."));

    /// <summary>The training file, if one is named.</summary>
    internal Dataset? Train(Call call) => call.Value(_train) is { } path ? _reading.Read(call, path) : null;

    /// <summary>Whether held-out events are a file of their own.</summary>
    internal bool HasTestFile(Call call) => call.Has(_test);

    /// <summary>The splits of every way that is asked for, in that order: one each, or as many as there are folds.</summary>
    internal IReadOnlyList<Split> Splits(Call call, int seed)
    {
        if (call.Has(_train) || call.Has(_test)) return [OfFiles(call)];
        return Splits(call, seed, _reading.Read(call, call.Needed(_data, "name a file to split (--data FILE --split time:0.2), or two files (--train FILE --test FILE).")));
    }

    /// <summary>The words with which <c>attune train</c> reads the same events, those of the test part included where one file is split.</summary>
    internal string TrainingWords(Call call) => $"--data {Call.Quoted((call.Value(_data) ?? call.Value(_train))!)}{string.Concat(_reading.Where(call.Has).Select(o => $" {call.Words(o)}"))}";

    /// <summary>The events of --data alone.</summary>
    internal Dataset Data(Call call)
    {
        if (call.Has(_train) || call.Has(_test)) throw new UsageException("--train and --test are not read here; name one file with --data.");
        return _reading.Read(call, call.Needed(_data, "name a file of events."));
    }

    /// <summary>The splits of data that has been read.</summary>
    internal IReadOnlyList<Split> Splits(Call call, int seed, Dataset data)
    {
        var ways = call.Value(_split) is { Length: > 0 } written ? written : [DefaultFor(data)];
        return UsageException.Applying("--split", () => ways.SelectMany(way => Split.Parse(way, data, seed)).ToArray());
    }

    Split OfFiles(Call call)
    {
        RefuseData(call);
        var train = _reading.Read(call, call.Needed(_train, "with --test FILE name the training events too."));
        return Split.Files(train, Test(call));
    }

    /// <summary>Refuses a file to split beside files that are split.</summary>
    internal void RefuseData(Call call)
    {
        if (call.Has(_data) || call.Has(_split)) throw new UsageException("--train and --test are two files already split; leave out --data and --split, or use these two alone.");
    }

    static string DefaultFor(Dataset data) => data.HasTimes ? Default
        : throw new UsageException($"--split is missing, and its default {Default} needs times, which {data.Name} lacks: write --split user-random:0.2 (or another of {Split.Forms}), or name the column with --columns …,time=3.");
}
