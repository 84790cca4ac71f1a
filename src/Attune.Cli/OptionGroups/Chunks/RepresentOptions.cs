using System.Collections;
using System.CommandLine;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Cli;

/// <summary>What stands for a chunk of a history: its tokens, or vectors of a trained model.</summary>
sealed class RepresentOptions : IEnumerable<Option>
{
    internal const string Tokens = "tokens", Items = "items";

    static readonly string[] Forms = [Tokens, Items, .. ChunkRepresenters.Forms];

    readonly Option<string> _represent = new("--represent") { HelpName = "FORM", Description = $"What stands for a chunk: {Tokens} (its items and kinds of events, without a model), {Items} (the mean of the vectors that --model has of its items), or as a network of sequences sees it: {string.Join(", ", ChunkRepresenters.Forms)}.", DefaultValueFactory = _ => Tokens };
    readonly Option<string> _model = new("--model") { HelpName = "DIR", Description = "The folder of the trained model that the vectors are of." };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_represent, _model]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool IsWritten(Call call) => call.Has(_represent) || call.Has(_model);

    /// <summary>What gives the vectors, once the chunks of the reference are known (null where there are none); null for tokens. Wrong words are told before any data is read.</summary>
    internal Func<HistoryChunks?, IChunkRepresenter>? Representer(Call call, int seed)
    {
        var form = FormOf(call);
        if (form == Tokens) return call.Has(_model) ? throw new UsageException($"--model is not read, since --represent {Tokens} looks at no model: leave it out, or write --represent {Items}.") : null;
        var folder = call.Needed(_model, $"--represent {form} takes the vectors of a trained model; name its folder.");
        if (!Directory.Exists(folder)) throw new UsageException($"--model: there is no folder {folder}; train a model into it first (attune train {(form == Items ? "als" : "sasrec")} --data FILE --out {Call.Quoted(folder)}).");
        var model = ModelOptions.LoadFolder(folder);
        return reference => UsageException.Reading("--represent", () => form == Items ? ItemVectorChunks.Of(model) : ChunkRepresenters.Of(model, form, seed, reference: reference));
    }

    string FormOf(Call call) => call.Value(_represent)!.Trim() is var form && Forms.Contains(form, StringComparer.Ordinal) ? form
        : throw new UsageException($"--represent: there is no form '{form}'; forms are {string.Join(", ", Forms)}.{EditDistance.DidYouMean(form, Forms)}");
}
