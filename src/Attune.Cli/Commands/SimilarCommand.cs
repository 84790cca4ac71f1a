using System.CommandLine;

namespace Attune.Cli;

/// <summary><c>attune similar</c>: what goes with an item, known or new.</summary>
static class SimilarCommand
{
    static readonly FittedOptions Fitted = [];
    static readonly Option<string> Item = new("--item") { HelpName = "ID", Description = "An item." };
    static readonly Option<string> Text = new("--text") { HelpName = "WORDS", Description = "The words of an item that training has not seen, for models that read them." };
    static readonly CountOption Count = new();
    static readonly ItemFilterOption Only = new();

    internal static Verb Create() => new Verb("similar", "The items most like an item, or most like the words of a new one.",
        "attune similar --model DIR --item 22423 -n 10",
        "attune similar --model DIR --text \"regency cakestand three tier\" --json") { Fitted, Item, Text, Count.Option, Only.Option }.Does(call =>
    {
        if (!call.Has(Item) && !call.Has(Text)) throw new UsageException("Like what? Write --item ID or --text WORDS.");
        var n = Count.Value(call);
        var model = Fitted.Get(call);
        var id = call.Value(Item) ?? "";
        var index = model.Catalog.Items.IndexOf(id);
        if (call.Has(Item) && index < 0 && !call.Has(Text)) throw Unknown.Item(model, id);
        var items = model.Similar(id, n, call.Value(Text), Only.Value(call, model.Catalog));
        if (items.Count == 0) call.Note(call.Has(Text) && !model.Trainer.Reads.HasFlag(QueryParts.Text) ? $"{model.NameOf()} does not read words; text-search does." : $"{model.NameOf()} knows nothing like it.");
        var title = model.Catalog.ItemFeatures?.Title(index);
        var places = items.Select((item, i) => new Place(i + 1, item.Id, item.Title, item.Score, null)).ToArray();
        var source = items.Select(i => i.Source).FirstOrDefault(model.NameOf());
        call.Answer(new { model = model.NameOf(), source, item = call.Value(Item), title, text = call.Value(Text), items = places, notes = call.Notes },
            new Report($"Like {title ?? call.Value(Item) ?? call.Value(Text)}") { Lead = $"By {source}.", Sections = [new("") { Tables = [Place.Table(places)] }] });
    });
}
