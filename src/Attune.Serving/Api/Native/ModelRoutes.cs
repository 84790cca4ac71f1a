using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Attune.Serving;

/// <summary>Versions of the model: listed, published, activated, rolled back, trained.</summary>
sealed partial class ModelRoutes(IModels models, Audits audits, Background background, ILogger<ModelRoutes> logger)
{
    /// <summary>The largest archive of a model.</summary>
    const long LargestArchive = 64L << 30;

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("models", ListAsync).Needs(ApiScope.Read, new RouteNote("The versions of the model that are kept, newest first, with what they were measured at.") { Answer = typeof(IReadOnlyList<ModelRecord>) });
        routes.MapGet("models/{version}", GetAsync).Needs(ApiScope.Read, new RouteNote("A version of the model.") { Answer = typeof(ModelRecord) });
        routes.MapPost("models", PublishAsync).Needs(ApiScope.Admin, new RouteNote("Takes a saved model, a zip of its folder, measures it and activates it where it is not worse.") { Body = typeof(Stream), Answer = typeof(ModelRecord), Status = 201 })
            .WithMetadata(new BodyLimit(LargestArchive));
        routes.MapPost("models/{version}/activate", ActivateAsync).Needs(ApiScope.Admin, new RouteNote("Answers with this version from now on.") { Answer = typeof(ModelRecord) });
        routes.MapPost("models/rollback", RollBackAsync).Needs(ApiScope.Admin, new RouteNote("Answers with the version that was active before.") { Answer = typeof(ModelRecord) });
        routes.MapPost("models/retrain", RetrainAsync).Needs(ApiScope.Admin, new RouteNote("Trains now; with wait=true the answer comes when the model is trained and decided on, and is the model.")
        {
            Parameters = [("wait", "boolean", "Whether to answer only when the model is trained. Default false.")],
            Answer = typeof(StartedDocument),
            Status = 202,
        });
    }

    async Task ListAsync(HttpContext context) =>
        await JsonBody.WriteAsync(context, await models.ListAsync(context.SpaceOf(), context.RequestAborted), NativeJson.Default.IReadOnlyListModelRecord);

    async Task GetAsync(HttpContext context)
    {
        var version = VersionOf(context);
        var model = (await models.ListAsync(context.SpaceOf(), context.RequestAborted)).FirstOrDefault(m => m.Version == version) ?? throw Unknown(version);
        await JsonBody.WriteAsync(context, model, NativeJson.Default.ModelRecord);
    }

    async Task PublishAsync(HttpContext context)
    {
        var model = await AuditedAsync(context, "models.publish", "", async () => await models.PublishAsync(context.Request.Body, context.SpaceOf(), context.RequestAborted));
        context.Response.Headers.Location = "/attune/v1/models/" + Uri.EscapeDataString(model!.Version);
        await JsonBody.WriteAsync(context, model, NativeJson.Default.ModelRecord, StatusCodes.Status201Created);
    }

    async Task ActivateAsync(HttpContext context)
    {
        var version = VersionOf(context);
        var model = await AuditedAsync(context, "models.activate", version, () => models.ActivateAsync(version, context.SpaceOf(), context.RequestAborted)) ?? throw Unknown(version);
        await JsonBody.WriteAsync(context, model, NativeJson.Default.ModelRecord);
    }

    async Task RollBackAsync(HttpContext context)
    {
        var model = await AuditedAsync(context, "models.rollback", "", () => models.RollBackAsync(context.SpaceOf(), context.RequestAborted))
            ?? throw new RequestException(StatusCodes.Status409Conflict, "There is no version that was active before; GET /attune/v1/models lists those that can be activated.");
        await JsonBody.WriteAsync(context, model, NativeJson.Default.ModelRecord);
    }

    async Task RetrainAsync(HttpContext context)
    {
        var (wait, space) = (new Parameters(context.Request, "wait").Flag("wait"), context.SpaceOf());
        if (wait)
        {
            var model = await AuditedAsync(context, "models.retrain", "", () => models.RetrainAsync(space, context.RequestAborted))
                ?? throw new RequestException(StatusCodes.Status409Conflict, "Nothing was trained: a training goes on already, or there is too little to train on; GET /attune/v1/tasks says which.");
            await JsonBody.WriteAsync(context, model, NativeJson.Default.ModelRecord);
            return;
        }
        await audits.AddAsync(context, "models.retrain", "", "started");
        background.Run(async cancellation =>
        {
            try
            {
                await models.RetrainAsync(space, cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogTrainingFailed(e);
            }
        });
        await JsonBody.WriteAsync(context, new StartedDocument("/attune/v1/tasks"), NativeJson.Default.StartedDocument, StatusCodes.Status202Accepted);
    }

    // The log says how it ended, well or not.
    async Task<ModelRecord?> AuditedAsync(HttpContext context, string action, string subject, Func<Task<ModelRecord?>> act)
    {
        ModelRecord? model = null;
        var outcome = "failed";
        try
        {
            model = await act();
            outcome = model is null ? "nothing to do it to" : $"{model.Version}: {(model.IsActive ? "active" : "not active")}; {model.Decision}";
            return model;
        }
        catch (DataException e)
        {
            outcome = "failed: " + e.Message;
            throw;
        }
        finally
        {
            await audits.AddAsync(context, action, subject, outcome);
        }
    }

    static string VersionOf(HttpContext context) => context.Request.RouteValues["version"] as string ?? "";

    static RequestException Unknown(string version) => new(StatusCodes.Status404NotFound, $"There is no version \"{version}\" of the model; GET /attune/v1/models lists those that are kept.");

    [LoggerMessage(Level = LogLevel.Error, Message = "A training that was asked for failed.")]
    partial void LogTrainingFailed(Exception e);
}
