using System.CommandLine;
using System.Globalization;
using Attune.Serving;

namespace Attune.Cli;

/// <summary><c>attune publish</c>: a trained folder to a server, which answers with it unless it is worse than what it has.</summary>
static class PublishCommand
{
    static readonly Argument<string> Folder = new("MODEL_DIR") { Description = "The folder of a trained model (attune train NAME --data FILE --out DIR)." };
    static readonly DestinationOptions To = [];

    internal static Verb Create() => new Verb("publish", "Carries a trained model to a server or a store, where it is activated if it is not worse than the active one.",
        "attune publish model --to http://127.0.0.1:5000",
        "attune publish model --to https://shop.example --key-file key.txt",
        "attune publish model --to shop --json") { Folder, To }.Does(PublishAsync);

    static async Task PublishAsync(Call call)
    {
        var folder = call.Value(Folder);
        if (!Recommender.IsSaved(folder)) throw new DataException(Directory.Exists(folder)
            ? $"{folder} holds no trained model; train one into a folder first (attune train NAME --data FILE --out DIR)."
            : $"There is no folder {folder}; train a model into it first (attune train NAME --data FILE --out {Call.Quoted(folder)}).");
        await using var archive = await ModelArchive.PackAsync(Recommender.Load(folder), TimeProvider.System, call.Cancellation);
        await using var destination = await To.OpenAsync(call);
        var model = await destination.PublishAsync(archive, call.Cancellation);
        call.Answer(new
        {
            version = model.Version,
            model = model.Model,
            to = destination.Name,
            active = model.IsActive,
            decision = model.Decision,
            metrics = model.Metrics.Select(m => new { name = m.Name, value = m.Value, low = m.Low, high = m.High, users = m.Users }),
            notes = call.Notes,
        }, Text(model, destination.Name));
    }

    static Report Text(ModelRecord model, string to) => new(model.IsActive ? $"Published {model.Model}, and activated it" : $"Published {model.Model}; the server goes on with what it has")
    {
        Lead = model.Decision,
        Facts = [new("version", model.Version), new("to", to), .. model.Metrics.Select(m => new Fact(m.Name, Words(m)))],
    };

    static string Words(ModelMetric metric) => double.IsNaN(metric.Low) ? metric.Value.ToString("F4", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{metric.Value:F4} ({metric.Low:F4} – {metric.High:F4})");
}
