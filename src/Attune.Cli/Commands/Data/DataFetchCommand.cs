using System.CommandLine;

namespace Attune.Cli;

/// <summary><c>attune data fetch</c>: well-known public data sets, checked and unpacked into a cache.</summary>
static class DataFetchCommand
{
    static readonly Argument<string?> Name = new("NAME") { Description = "Which set; --list shows them.", Arity = ArgumentArity.ZeroOrOne };
    static readonly Option<bool> List = new("--list") { Description = "Show the sets, their sizes and their terms, and which are here already." };
    static readonly Option<string> From = new("--from") { HelpName = "FILE", Description = "An archive that was fetched by hand: check and unpack this one, without a network." };
    static readonly Option<string> Url = new("--url") { HelpName = "URL", Description = "Another address of the same archive, such as a mirror; https only." };
    static readonly Option<string> To = new("--to") { HelpName = "DIR", Description = "Where sets are kept. Default: the folder that ATTUNE_CACHE names, else the user's cache." };

    internal static Verb Create() => new Verb("fetch", "Fetches a well-known public data set: checked, unpacked into a cache, once.",
        "attune data fetch --list",
        "attune data fetch ml-100k",
        "attune data fetch ml-1m --from ~/Downloads/ml-1m.zip") { Name, List, From, Url, To }.Does(call =>
    {
        var cache = Path.GetFullPath(call.Value(To) ?? Fetching.Cache);
        if (call.Value(List)) Show(call, cache);
        else Fetch(call, PublicSet.Named(call.Value(Name) ?? throw new UsageException("attune data fetch needs the NAME of a set; --list shows them.")), cache);
    });

    static void Fetch(Call call, PublicSet set, string cache)
    {
        if (call.Has(From) && call.Has(Url)) throw new UsageException("--from and --url contradict each other; write one of them.");
        var url = Download.Checked("--url", call.Value(Url) ?? set.Url);
        var fetching = new Fetching(set, cache, call.Cancellation);
        var wasThere = fetching.IsThere;
        var compared = "nothing: it was here already";
        if (!wasThere)
        {
            call.Say($"{set.Name}: {set.Terms}");
            compared = call.Working($"fetching {set.Name}", progress => call.Value(From) is { } file ? fetching.FromFile(file, progress) : fetching.FromNetwork(url, progress));
        }
        var next = $"attune data describe {Quoted(fetching.Events)}{(set.Options.Length > 0 ? " " + set.Options : "")}";
        call.Answer(new { name = set.Name, path = fetching.Events, sha256 = fetching.Sha256, cached = wasThere, checkedAgainst = compared, terms = set.Terms, next, notes = call.Notes },
            new Report(wasThere ? $"{set.Name} was here already" : $"Fetched {set.Name}")
            {
                Facts = [new("events", fetching.Events), new("SHA-256 of the archive", fetching.Sha256 ?? "unknown"), new("compared with", compared), new("terms", set.Terms), new("next", next)],
            });
    }

    static void Show(Call call, string cache)
    {
        bool IsHere(PublicSet set) => new Fetching(set, cache, call.Cancellation).IsThere;
        call.Answer(new { cache, sets = PublicSet.All.Select(s => new { name = s.Name, about = s.About, url = s.Url, megabytes = s.Bytes >> 20, terms = s.Terms, cached = IsHere(s) }) },
            new Report("Public data sets")
            {
                Lead = $"Kept in {cache}.",
                Sections = [new("") { Tables = [new Table(["name", "what", new("MB", ValueFormat.Count), "here", "terms"], PublicSet.All.Select(s => (IReadOnlyList<Cell>)[s.Name, s.About, (int)(s.Bytes >> 20), IsHere(s) ? "yes" : "no", s.Terms]))] }],
            });
    }

    static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
