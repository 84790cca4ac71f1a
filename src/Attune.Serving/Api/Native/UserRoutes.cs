using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>Users: kept, changed, exported and erased.</summary>
sealed class UserRoutes(IAttune attune, ApiLimits limits, Audits audits)
{
    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("users", PageAsync).Needs(ApiScope.Read, new RouteNote("Users in the order of their ids.") { Parameters = Paging, Answer = typeof(PageDocument<UserDocument>) });
        routes.MapPost("users", PutAsync).Needs(ApiScope.Write, new RouteNote("Adds users, or replaces those that are there.") { Body = typeof(IReadOnlyList<UserDocument>), Answer = typeof(TakenDocument) });
        routes.MapGet("users/{id}", GetAsync).Needs(ApiScope.Read, new RouteNote("A user.") { Answer = typeof(UserDocument) });
        routes.MapPatch("users/{id}", ChangeAsync).Needs(ApiScope.Write, new RouteNote("Changes what the body names of a user.") { Body = typeof(UserChange), Answer = typeof(UserDocument) });
        routes.MapGet("users/{id}/export", ExportAsync).Needs(ApiScope.Read, new RouteNote("All that is kept of a user: of one who is unknown, nothing.") { Answer = typeof(UserExport) });
        routes.MapDelete("users/{id}", EraseAsync).Needs(ApiScope.Write, new RouteNote("Erases a user: the record and all events at once, and within a day (Retrain:ErasedWithin) every kept version of the model that holds the user.") { Answer = typeof(DeletedDocument) });
    }

    /// <summary>The parameters of a page.</summary>
    internal static readonly (string, string, string)[] Paging = [("after", "string", "next of the page before."), ("n", "integer", "Rows of the page.")];

    async Task PageAsync(HttpContext context)
    {
        var given = new Parameters(context.Request, "after", "n");
        var page = await Store(context).UsersAsync(given.Text("after"), limits.Count(given.Integer("n") ?? limits.DefaultCount), context.RequestAborted);
        await JsonBody.WriteAsync(context, new PageDocument<UserDocument>([.. page.Rows.Select(UserDocument.Of)], page.Next), NativeJson.Default.UserPage);
    }

    async Task PutAsync(HttpContext context)
    {
        var documents = await JsonBody.ReadAsync(context, NativeJson.Default.IReadOnlyListUserDocument);
        var users = documents.Select((d, i) => (d ?? throw RequestException.Bad("One of the users is null.")).Stored(limits, string.Create(CultureInfo.InvariantCulture, $"[{i}]."))).ToArray();
        var taken = users.Length == 0 ? 0 : await Store(context).PutUsersAsync(users, context.RequestAborted);
        await JsonBody.WriteAsync(context, new TakenDocument(users.Length, taken), NativeJson.Default.TakenDocument);
    }

    async Task GetAsync(HttpContext context)
    {
        var id = PathIds.Id(context, limits);
        var user = await Store(context).UserAsync(id, context.RequestAborted) ?? throw Unknown(id);
        await JsonBody.WriteAsync(context, UserDocument.Of(user), NativeJson.Default.UserDocument);
    }

    async Task ChangeAsync(HttpContext context)
    {
        var id = PathIds.Id(context, limits);
        var change = (await JsonBody.ReadAsync(context, NativeJson.Default.UserChange)).Checked(limits);
        StoredUser? changed = null;
        if (!await Store(context).ChangeUserAsync(id, user => changed = change(user), context.RequestAborted)) throw Unknown(id);
        await JsonBody.WriteAsync(context, UserDocument.Of(changed!), NativeJson.Default.UserDocument);
    }

    async Task ExportAsync(HttpContext context)
    {
        var (id, store) = (PathIds.Id(context, limits, fromEnd: 1), Store(context));
        var user = await store.UserAsync(id, context.RequestAborted);
        var events = await store.EventsOfUserAsync(id, int.MaxValue, cancellation: context.RequestAborted);
        await audits.AddAsync(context, "users.export", Audits.Person(id), string.Create(CultureInfo.InvariantCulture, $"{events.Count} events"));
        await JsonBody.WriteAsync(context, new UserExport(user is null ? null : UserDocument.Of(user), [.. events.Select(EventDocument.Of)]), NativeJson.Default.UserExport);
    }

    async Task EraseAsync(HttpContext context)
    {
        var id = PathIds.Id(context, limits);
        var deleted = await Store(context).DeleteUserAsync(id, context.RequestAborted);
        await audits.AddAsync(context, "users.erase", Audits.Person(id), deleted ? "erased" : "nothing was known");
        await JsonBody.WriteAsync(context, new DeletedDocument(deleted), NativeJson.Default.DeletedDocument);
    }

    IStore Store(HttpContext context) => attune.Store(context.SpaceOf());

    static RequestException Unknown(string id) => new(StatusCodes.Status404NotFound, $"There is no user \"{id}\"; POST /attune/v1/users adds one.");
}
