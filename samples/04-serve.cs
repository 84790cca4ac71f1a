#:sdk Microsoft.NET.Sdk.Web
#:project ../src/Attune.Serving/Attune.Serving.csproj

// Recommendations inside an ASP.NET Core application of one's own. Run it from the root of the repository: dotnet run samples/04-serve.cs
using Attune.Serving;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAttune(options =>
{
    options.Store = "memory";                       // "sqlite:FOLDER" or "postgres:CONNECTION" keep what comes
    options.Retrain.Model = "item-knn";             // any name that `attune models` lists
    options.Feedback.Weights["view"] = 0.2f;        // what an event of a type counts
});

var app = builder.Build();
app.MapAttune();                                    // /attune/v1/…, Gorse's /api/…, the page /attune, /metrics, /health/…

// An endpoint of the application's own asks the same server, without HTTP between.
app.MapGet("/products/{id}", async (string id, string user, IAttune attune, TimeProvider time, CancellationToken cancellation) =>
{
    await attune.Store().AddEventsAsync([new StoredEvent { Type = "view", User = user, Item = id, Time = time.GetUtcNow() }], cancellation: cancellation);
    var list = await attune.RecommendAsync(new RecommendationRequest { User = user, Count = 3 }, cancellation);
    return new { product = id, alsoLookAt = list.Items.Select(item => item.Id), by = list.Fallback ?? list.ModelVersion };
});

app.Run();
