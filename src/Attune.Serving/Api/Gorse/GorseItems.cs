using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>Items and their categories.</summary>
static class GorseItems
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        GorseRoutes.Map(api, "POST", "/item", ApiScope.Write, PutOneAsync);
        GorseRoutes.Map(api, "POST", "/items", ApiScope.Write, PutAsync);
        GorseRoutes.Map(api, "GET", "/items", ApiScope.Read, ListAsync);
        GorseRoutes.Map(api, "GET", "/item/{item}", ApiScope.Read, GetAsync);
        GorseRoutes.Map(api, "PATCH", "/item/{item}", ApiScope.Write, PatchAsync);
        GorseRoutes.Map(api, "DELETE", "/item/{item}", ApiScope.Write, DeleteAsync);
        GorseRoutes.Map(api, "PUT", "/item/{item}/category/{category}", ApiScope.Write, call => CategoryAsync(call, isIn: true));
        GorseRoutes.Map(api, "DELETE", "/item/{item}/category/{category}", ApiScope.Write, call => CategoryAsync(call, isIn: false));
    }

    static async Task PutOneAsync(GorseCall call)
    {
        StoredItem item;
        using (var body = await GorseBody.ReadAsync(call).ConfigureAwait(false)) item = GorseReader.One(body.Span, new GorseReader(call.Api).Item);
        await GorseAnswer.RowsAsync(call.Http, await call.Store.PutItemsAsync([item], call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    static async Task PutAsync(GorseCall call)
    {
        List<StoredItem> items;
        using (var body = await GorseBody.ReadAsync(call).ConfigureAwait(false)) items = GorseReader.Many(body.Span, new GorseReader(call.Api).Item);
        await GorseAnswer.RowsAsync(call.Http, items.Count == 0 ? 0 : await call.Store.PutItemsAsync(items, call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    static async Task ListAsync(GorseCall call)
    {
        var page = await call.Store.ItemsAsync(call.Cursor, call.PageCount, call.Text("q"), call.Cancellation).ConfigureAwait(false);
        await GorseAnswer.JsonAsync(call.Http, page, static (json, p) => GorseWriter.Page(json, p, "Items"u8, GorseWriter.Item)).ConfigureAwait(false);
    }

    static async Task GetAsync(GorseCall call)
    {
        var id = call.Id("item");
        var item = await call.Store.ItemAsync(id, call.Cancellation).ConfigureAwait(false) ?? throw GorseCall.NotFound($"item {id} not found");
        await GorseAnswer.JsonAsync(call.Http, item, GorseWriter.Item).ConfigureAwait(false);
    }

    static async Task PatchAsync(GorseCall call)
    {
        ItemPatch patch;
        using (var body = await GorseBody.ReadAsync(call).ConfigureAwait(false)) patch = GorseReader.One(body.Span, new GorseReader(call.Api).ItemPatch);
        var was = await call.Store.ChangeItemAsync(call.Id("item"), item => patch.Apply(item), call.Cancellation).ConfigureAwait(false);
        await GorseAnswer.RowsAsync(call.Http, was ? 1 : 0).ConfigureAwait(false);
    }

    static async Task DeleteAsync(GorseCall call) =>
        await GorseAnswer.RowsAsync(call.Http, await call.Store.DeleteItemAsync(call.Id("item"), call.Cancellation).ConfigureAwait(false) ? 1 : 0).ConfigureAwait(false);

    static async Task CategoryAsync(GorseCall call, bool isIn)
    {
        var (id, category) = (call.Id("item"), call.Id("category"));
        var was = await call.Store.ChangeItemAsync(id, item => item with { Categories = [.. item.Categories.Where(c => c != category), .. isIn ? [category] : Array.Empty<string>()] }, call.Cancellation).ConfigureAwait(false);
        if (!was) throw GorseCall.NotFound($"item {id} not found");
        await GorseAnswer.RowsAsync(call.Http, 1).ConfigureAwait(false);
    }
}
