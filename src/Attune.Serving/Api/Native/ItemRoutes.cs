using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>Items: kept, changed and deleted.</summary>
sealed class ItemRoutes(IAttune attune, ApiLimits limits)
{
    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("items", PageAsync).Needs(ApiScope.Read, new RouteNote("Items in the order of their ids.")
        {
            Parameters = [.. UserRoutes.Paging, ("search", "string", "Only items whose id or comment holds this text.")],
            Answer = typeof(PageDocument<ItemDocument>),
        });
        routes.MapPost("items", PutAsync).Needs(ApiScope.Write, new RouteNote("Adds items, or replaces those that are there.") { Body = typeof(IReadOnlyList<ItemDocument>), Answer = typeof(TakenDocument) });
        routes.MapGet("items/{id}", GetAsync).Needs(ApiScope.Read, new RouteNote("An item.") { Answer = typeof(ItemDocument) });
        routes.MapPatch("items/{id}", ChangeAsync).Needs(ApiScope.Write, new RouteNote("Changes what the body names of an item.") { Body = typeof(ItemChangeDocument), Answer = typeof(ItemDocument) });
        routes.MapDelete("items/{id}", DeleteAsync).Needs(ApiScope.Write, new RouteNote("Deletes an item with all events.") { Answer = typeof(DeletedDocument) });
    }

    async Task PageAsync(HttpContext context)
    {
        var given = new Parameters(context.Request, "after", "n", "search");
        var page = await Store(context).ItemsAsync(given.Text("after"), limits.Count(given.Integer("n") ?? limits.DefaultCount), given.Text("search"), context.RequestAborted);
        await JsonBody.WriteAsync(context, new PageDocument<ItemDocument>([.. page.Rows.Select(ItemDocument.Of)], page.Next), NativeJson.Default.ItemPage);
    }

    async Task PutAsync(HttpContext context)
    {
        var documents = await JsonBody.ReadAsync(context, NativeJson.Default.IReadOnlyListItemDocument);
        var items = documents.Select((d, i) => (d ?? throw RequestException.Bad("One of the items is null.")).Stored(limits, string.Create(CultureInfo.InvariantCulture, $"[{i}]."))).ToArray();
        var taken = items.Length == 0 ? 0 : await Store(context).PutItemsAsync(items, context.RequestAborted);
        await JsonBody.WriteAsync(context, new TakenDocument(items.Length, taken), NativeJson.Default.TakenDocument);
    }

    async Task GetAsync(HttpContext context)
    {
        var id = PathIds.Id(context, limits);
        var item = await Store(context).ItemAsync(id, context.RequestAborted) ?? throw Unknown(id);
        await JsonBody.WriteAsync(context, ItemDocument.Of(item), NativeJson.Default.ItemDocument);
    }

    async Task ChangeAsync(HttpContext context)
    {
        var id = PathIds.Id(context, limits);
        var change = (await JsonBody.ReadAsync(context, NativeJson.Default.ItemChangeDocument)).Checked(limits);
        StoredItem? changed = null;
        if (!await Store(context).ChangeItemAsync(id, item => changed = change(item), context.RequestAborted)) throw Unknown(id);
        await JsonBody.WriteAsync(context, ItemDocument.Of(changed!), NativeJson.Default.ItemDocument);
    }

    async Task DeleteAsync(HttpContext context)
    {
        var deleted = await Store(context).DeleteItemAsync(PathIds.Id(context, limits), context.RequestAborted);
        await JsonBody.WriteAsync(context, new DeletedDocument(deleted), NativeJson.Default.DeletedDocument);
    }

    IStore Store(HttpContext context) => attune.Store(context.SpaceOf());

    static RequestException Unknown(string id) => new(StatusCodes.Status404NotFound, $"There is no item \"{id}\"; POST /attune/v1/items adds one.");
}
