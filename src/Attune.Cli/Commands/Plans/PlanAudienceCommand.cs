using System.CommandLine;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune plan audience</c>: whom a recommender serves badly, by an attribute of the users, on a shop's own events, as a study in a folder.</summary>
static class PlanAudienceCommand
{
    static readonly Option<string> Data = new("--data") { HelpName = "FILE", Description = "The events." };
    static readonly Option<string> Users = new("--users") { HelpName = "FILE", Description = "The users and their attributes: text with a header, one row for each user; or MovieLens' u.user, users.dat." };
    static readonly Option<string> Attribute = new("--attribute") { HelpName = "NAME", Description = "The column by which users are grouped, as age." };
    static readonly Option<string> Groups = new("--groups") { HelpName = "LIST", Description = $"The groups, as {UserGroups.Forms}. Default: each value of few; ages below 18, from 18 to 49, from 50." };
    static readonly Option<string> Focus = new("--focus") { HelpName = "GROUP", Description = "The group that is asked about, held against the largest of the others. Default: the first." };
    static readonly Option<bool> Merge = new("--merge") { Description = $"Merge groups of fewer than {UserGroups.Fewest} users with a neighbour; else they are refused." };
    static readonly Option<string> Items = new("--items") { HelpName = "FILE", Description = "Titles and features of items." };
    static readonly Option<string> Labels = new("--labels") { HelpName = "FEATURE", Description = "The feature of items that says what they are, as genres: how lists differ in them from profiles is then measured, and lists are calibrated to it." };
    static readonly Option<string> Models = new("--models") { HelpName = "NAMES", Description = "The models, with their default options.", DefaultValueFactory = _ => AudiencePlan.UsualModels };
    static readonly Option<string> HowSplit = new("--split") { HelpName = "HOW", Description = "How the test part is cut; one way, without folds.", DefaultValueFactory = _ => AudiencePlan.Split };
    static readonly Option<int> Cut = new("--cut") { HelpName = "K", Description = "How long the lists are.", DefaultValueFactory = _ => 50 };
    static readonly Option<int> Seeds = new("--seeds") { HelpName = "N", Description = "How often the data is parted anew and everything trained.", DefaultValueFactory = _ => 1 };
    static readonly Option<string> Format = new("--format") { HelpName = "FORMAT", Description = "The file's format. Default: detected." };
    static readonly Option<string> Columns = new("--columns") { HelpName = "MAP", Description = "Which column is what: user=0,item=1,rating=2. Default: detected." };
    static readonly Option<string[]> Kept = new("--filter") { HelpName = "FILTER", Description = $"May be repeated; applied in order: {Filters.Forms}." };
    static readonly Option<string> Out = new("--out") { HelpName = "DIR", Description = "Where the study lies; the same command goes on there." };

    internal static Verb Create() => new Verb("audience", "Whom does a recommender serve badly? Groups users by an attribute, and measures accuracy, popularity and mix of the lists for each group, with tests.",
        "attune plan audience --data ratings.csv --users users.csv --attribute age --groups young:-24,others:25- --items movies.csv --labels genres --filter min-value:4 --out out/audience",
        "attune plan audience --data clicks.csv --users customers.csv --attribute country --merge --out out/audience --json") { Data, Users, Attribute, Groups, Focus, Merge, Items, Labels, Models, HowSplit, Cut, Seeds, Format, Columns, Kept, Out, StudyTraining.Minutes, RunOptions.OfAll }.Does(call =>
    {
        var plan = PlanOf(call);
        var folder = call.Needed(Out, "say where the study is to lie, as in --out out/audience.");
        var study = UsageException.Reading("plan audience", () => plan.In(folder));
        using var run = StudyRun.Open(study, StudyTraining.Options(call, study) with { Limit = StudyTraining.Limit(call) });
        var report = StudyTraining.Work(call, run);
        call.Answer(StudyCommand.Json(study, run.Results, call), report);
    });

    static AudiencePlan PlanOf(Call call)
    {
        var (file, users) = (Existing(call, Data, "name the file of events."), Existing(call, Users, "name the file of users."));
        return new AudiencePlan(file, users, call.Needed(Attribute, "name the column by which users are grouped, as --attribute age."), call.Value(Models)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Groups = call.Value(Groups),
            Focus = call.Value(Focus),
            Merge = call.Value(Merge),
            Items = call.Has(Items) ? Existing(call, Items, "") : null,
            Labels = call.Value(Labels),
            Format = call.Value(Format),
            Columns = call.Value(Columns),
            Filters = call.Value(Kept) ?? [],
            HowSplit = call.Value(HowSplit)!,
            Cut = call.Value(Cut),
            Seeds = call.Value(Seeds),
        };
    }

    static string Existing(Call call, Option<string> option, string why) => call.Needed(option, why) is var file && File.Exists(file) ? Path.GetFullPath(file) : throw new UsageException($"{option.Name}: there is no file {file} (looked for at {Path.GetFullPath(file)}).");
}
