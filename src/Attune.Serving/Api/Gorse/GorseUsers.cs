using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>Users.</summary>
static class GorseUsers
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        GorseRoutes.Map(api, "POST", "/user", ApiScope.Write, PutOneAsync);
        GorseRoutes.Map(api, "POST", "/users", ApiScope.Write, PutAsync);
        GorseRoutes.Map(api, "GET", "/users", ApiScope.Read, ListAsync);
        GorseRoutes.Map(api, "GET", "/user/{user}", ApiScope.Read, GetAsync);
        GorseRoutes.Map(api, "PATCH", "/user/{user}", ApiScope.Write, PatchAsync);
        GorseRoutes.Map(api, "DELETE", "/user/{user}", ApiScope.Write, DeleteAsync);
    }

    static async Task PutOneAsync(GorseCall call)
    {
        StoredUser user;
        using (var body = await GorseBody.ReadAsync(call).ConfigureAwait(false)) user = GorseReader.One(body.Span, new GorseReader(call.Api).User);
        await GorseAnswer.RowsAsync(call.Http, await call.Store.PutUsersAsync([user], call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    static async Task PutAsync(GorseCall call)
    {
        List<StoredUser> users;
        using (var body = await GorseBody.ReadAsync(call).ConfigureAwait(false)) users = GorseReader.Many(body.Span, new GorseReader(call.Api).User);
        await GorseAnswer.RowsAsync(call.Http, users.Count == 0 ? 0 : await call.Store.PutUsersAsync(users, call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    static async Task ListAsync(GorseCall call)
    {
        var page = await call.Store.UsersAsync(call.Cursor, call.PageCount, call.Cancellation).ConfigureAwait(false);
        await GorseAnswer.JsonAsync(call.Http, page, static (json, p) => GorseWriter.Page(json, p, "Users"u8, GorseWriter.User)).ConfigureAwait(false);
    }

    static async Task GetAsync(GorseCall call) => await GorseAnswer.JsonAsync(call.Http, await FindAsync(call).ConfigureAwait(false), GorseWriter.User).ConfigureAwait(false);

    /// <summary>The user of the path.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    internal static async Task<StoredUser> FindAsync(GorseCall call)
    {
        var id = call.Id("user");
        return await call.Store.UserAsync(id, call.Cancellation).ConfigureAwait(false) ?? throw GorseCall.NotFound($"user {id} not found");
    }

    static async Task PatchAsync(GorseCall call)
    {
        UserPatch patch;
        using (var body = await GorseBody.ReadAsync(call).ConfigureAwait(false)) patch = GorseReader.One(body.Span, new GorseReader(call.Api).UserPatch);
        var was = await call.Store.ChangeUserAsync(call.Id("user"), user => patch.Apply(user), call.Cancellation).ConfigureAwait(false);
        await GorseAnswer.RowsAsync(call.Http, was ? 1 : 0).ConfigureAwait(false);
    }

    static async Task DeleteAsync(GorseCall call) =>
        await GorseAnswer.RowsAsync(call.Http, await call.Store.DeleteUserAsync(call.Id("user"), call.Cancellation).ConfigureAwait(false) ? 1 : 0).ConfigureAwait(false);
}
