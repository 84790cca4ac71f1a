using System.CommandLine;

namespace Attune.Cli;

/// <summary><c>attune explain</c>: why an item, for a user or a history.</summary>
static class ExplainCommand
{
    static readonly FittedOptions Fitted = [];
    static readonly QueryOptions Who = [];
    static readonly Option<string> Item = new("--item") { HelpName = "ID", Description = "The item to explain, recommended or not.", Required = true };

    internal static Verb Create() => new Verb("explain", "Why an item: what each item of the history adds to its score.",
        "attune explain --model DIR --user 12748 --item 22423",
        "attune explain --model DIR --history 22423,85123A --item 22697 --json") { Fitted, Who, Item }.Does(call =>
    {
        var model = Fitted.Get(call);
        var query = Who.Read(call, model);
        var index = model.Catalog.Items.IndexOf(call.Value(Item)!);
        if (index < 0) throw Unknown.Item(model, call.Value(Item)!);
        var why = model.Explain(query, index);
        if (why.Contributions.Count == 0) call.Note($"{why.Source} does not score by a history here, so no item of it can be named.");
        call.Answer(new
        {
            model = model.NameOf(),
            source = why.Source,
            user = Who.User(call),
            item = why.Id,
            title = why.Title,
            score = why.Score,
            method = why.Method,
            contributions = why.Contributions.Select(c => new Reason(c.Id, c.Title, c.Value)),
            notes = call.Notes,
        }, Text(why));
    });

    static Report Text(Explanation why) => new($"Why {why.Title ?? why.Id}")
    {
        Lead = $"By {why.Source}; " + why.Method switch
        {
            "own" => "the parts are the model's own.",
            "leave-one-out" => "each part is the score minus the score without that item.",
            _ => "it has no parts to show.",
        },
        Facts = [new("score", why.Score, ValueFormat.Number)],
        Sections = why.Contributions.Count == 0 ? [] : [new("")
        {
            Tables = [new Table(["history item", "title", new("adds", ValueFormat.Number)], why.Contributions.Select(c => (IReadOnlyList<Cell>)[c.Id, c.Title ?? "", c.Value]))],
        }],
    };
}
