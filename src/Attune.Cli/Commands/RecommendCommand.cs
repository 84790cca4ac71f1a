using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Attune.Cli;

/// <summary><c>attune recommend</c>: the best items for one user, or the lists of all users as a file.</summary>
static class RecommendCommand
{
    const int ReasonsShown = 3;
    static readonly FittedOptions Fitted = [];
    static readonly QueryOptions Who = [];
    static readonly CountOption Count = new();
    static readonly SeenOption Seen = new();
    static readonly ItemFilterOption Only = new();
    static readonly RerankOption Rerank = new();
    static readonly AsOfOption AsOf = new();
    static readonly Option<bool> Explain = new("--explain") { Description = "Give for each item the history items that speak for it most." };
    static readonly Option<bool> All = new("--all") { Description = "The lists of all users, streamed to --out." };
    static readonly Option<string> Out = new("--out") { HelpName = "FILE", Description = "With --all: .csv, .jsonl or .trec (a TREC run), each also as .gz." };

    internal static Verb Create() => new Verb("recommend", "The best items for a user, a history or some words; or the lists of all users.",
        "attune recommend --model DIR --user 12748 -n 10 --explain",
        "attune recommend --model DIR --history 22423,85123A --seen include --json",
        "attune recommend --model text-search --data sales.csv --items products.csv --text \"red teapot\"",
        "attune recommend --model DIR --all -n 10 --rerank mmr:0.7 --out lists.csv",
        "attune recommend --model DIR --all --as-of 2011-12-10 --seen only --out buy-again.csv.gz") { Fitted, Who, Count.Option, Seen.Option, Only.Option, Rerank.Option, AsOf.Option, Explain, All, Out }.Does(call =>
    {
        if (call.Value(All)) ForAll(call);
        else ForOne(call);
    });

    static void ForOne(Call call)
    {
        if (call.Has(Out)) throw new UsageException("--out is for the lists of all users: write --all too, or redirect the output.");
        var (n, rerank) = (Count.Value(call), Rerank.Value(call));
        var model = Fitted.Get(call);
        var query = Who.Read(call, model) with { At = AsOf.Value(call) };
        AsOf.Check(call, model);
        var list = TopN.For(model, query, n, Seen.Value(call), Only.Value(call, model.Catalog), rerank);
        if (list.Ignored != 0 && query.Parts != list.Ignored) call.Note($"{list.Source} does not read {Words(list.Ignored)}.");
        if (list.Items.Count == 0) call.Note(WhyEmpty(call, model, query, list.Source));
        var places = list.Items.Select((place, i) => Place.Of(model, place, i + 1, call.Value(Explain) ? model.Explain(query, place.Item) : null, ReasonsShown)).ToArray();
        var title = Who.User(call) is { } user ? $"For {user}" : "Recommended";
        call.Answer(new { model = model.NameOf(), source = list.Source, user = Who.User(call), text = Who.Text(call), items = places, notes = call.Notes },
            new Report(title) { Lead = $"By {list.Source}.", Sections = [new("") { Tables = [Place.Table(places)] }] });
    }

    // A model that ranks something where everything may be shown was left without candidates; another cannot say.
    static string WhyEmpty(Call call, IRecommender model, Query query, string source) =>
        TopN.For(model, query, 1, Attune.Seen.Include).Items.Count == 0
            ? $"{source} has nothing to recommend here: it reads {Words(model.Trainer.Reads)}. A fallback chain, or popularity, answers for everybody."
        : call.Has(Only.Option) ? "No item is left to show: --only, and the items of the history, leave none."
        : "No item is left to show: everything that could be recommended is in the history; --seen include shows it too.";

    static void ForAll(Call call)
    {
        if (Who.AreWritten(call)) throw new UsageException("--all is for every user: leave out --user, --history and --text.");
        if (call.Value(Explain)) throw new UsageException("--explain is for one user's list; with --all leave it out.");
        var path = OutputFile.Checked("--out", call.Needed(Out, "the lists of all users go to a file: --out lists.csv (or .jsonl, .trec)."));
        UsageException.Reading("--out", () => RecommendationWriter.FormatOf(path));
        var (n, rerank) = (Count.Value(call), Rerank.Value(call));
        var model = Fitted.Get(call);
        AsOf.Check(call, model);
        var clock = Stopwatch.StartNew();
        var users = call.Working("ranking", progress => TopN.Write(model, path, n, seen: Seen.Value(call), filter: Only.Value(call, model.Catalog), context: Fitted.Run.Context(call, progress), rerank: rerank, at: AsOf.Value(call)));
        var seconds = clock.Elapsed.TotalSeconds;
        call.Say(string.Create(CultureInfo.InvariantCulture, $"{users:N0} users in {seconds:N1} s: {users / seconds:N0} users/s."));
        call.Answer(new { model = model.NameOf(), users, n, seconds, @out = path, notes = call.Notes },
            new Report($"Lists of {model.NameOf()}") { Facts = [new("users", users, ValueFormat.Count), new("items each", n, ValueFormat.Count), new("file", path)] });
    }

    static string Words(QueryParts parts) => parts == 0 ? "nothing of a query" : parts.ToString().ToLowerInvariant();
}
