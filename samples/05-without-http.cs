#:project ../src/Attune.Serving/Attune.Serving.csproj

// The server without HTTP: events in, a list by popularity at once, a trained model, a personal list with its reasons. Run it from the root of the
// repository: dotnet run samples/05-without-http.cs
using Attune.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddAttune(options => options.Retrain.Model = "item-knn");
using var host = builder.Build();
await host.StartAsync();
var (attune, models) = (host.Services.GetRequiredService<IAttune>(), host.Services.GetRequiredService<IModels>());

// Forty people who drink either tea or coffee, each with six purchases of twelve products of a kind.
var monday = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
await attune.Store().AddEventsAsync([.. from person in Enumerable.Range(0, 40) from n in Enumerable.Range(0, 6)
    select new StoredEvent { Type = "purchase", User = $"person {person}", Item = $"{(person % 2 == 0 ? "tea" : "coffee")} {(person / 2 * 5 + n * n) % 12}", Time = monday.AddHours(person + 24 * n) }]);

Show("for somebody new", await attune.RecommendAsync(new RecommendationRequest { User = "somebody new", Count = 3 }));
Console.WriteLine((await models.RetrainAsync())!.Decision);
Show("for person 4", await attune.RecommendAsync(new RecommendationRequest { User = "person 4", Count = 3, Explain = true }));

// One purchase is enough for the next list: nothing is trained anew.
await attune.Store().AddEventsAsync([new StoredEvent { Type = "purchase", User = "somebody new", Item = "coffee 1", Time = monday.AddDays(7) }]);
Show("for somebody new, after one coffee", await attune.RecommendAsync(new RecommendationRequest { User = "somebody new", Count = 3, Explain = true }));
await host.StopAsync();

static void Show(string title, RecommendationList list)
{
    Console.WriteLine($"{title}, by {list.Fallback ?? "the model"}:");
    foreach (var item in list.Items)
        Console.WriteLine($"  {item.Id}{(item.Reasons is { Because.Count: > 0 } why ? $" because of {string.Join(", ", why.Because.Select(b => b.Id))}" : "")}");
}
