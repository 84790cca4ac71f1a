using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Attune.Serving;

/// <summary>Whether the server lives and its store answers.</summary>
static class GorseHealth
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static void Map(IEndpointRouteBuilder api)
    {
        GorseRoutes.Map(api, "GET", "/health/live", null, call => AnswerAsync(call, mustBeReady: false), new IsEarly());
        GorseRoutes.Map(api, "GET", "/health/ready", null, call => AnswerAsync(call, mustBeReady: true), new IsEarly());
    }

    static async Task AnswerAsync(GorseCall call, bool mustBeReady)
    {
        var isReady = await IsReadyAsync(call).ConfigureAwait(false);
        // What is wrong stands in the log: whoever asks for the health need not know where the store is. Gorse writes an error as {}, too.
        if (!isReady && mustBeReady)
        {
            await GorseAnswer.TextAsync(call.Http, StatusCodes.Status503ServiceUnavailable,
                """{"Ready":false,"DataStoreError":{},"CacheStoreError":null,"DataStoreConnected":false,"CacheStoreConnected":true}""").ConfigureAwait(false);
            return;
        }
        await GorseAnswer.JsonAsync(call.Http, isReady, static (json, ready) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("Ready"u8, ready);
            json.WritePropertyName("DataStoreError"u8);
            if (ready) json.WriteNullValue();
            else json.WriteRawValue("{}"u8);
            json.WriteNull("CacheStoreError"u8);
            json.WriteBoolean("DataStoreConnected"u8, ready);
            json.WriteBoolean("CacheStoreConnected"u8, true);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    static async Task<bool> IsReadyAsync(GorseCall call)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await call.Http.RequestServices.GetRequiredService<IStorage>().CheckAsync(patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (!call.Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
