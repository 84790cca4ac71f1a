using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>One request to a route of Gorse's contract: whose data it is about, and what it asks for, within the configured limits.</summary>
sealed class GorseCall
{
    internal GorseCall(HttpContext http)
    {
        Http = http;
        Options = http.RequestServices.GetRequiredService<IOptions<AttuneOptions>>().Value;
        Attune = http.RequestServices.GetRequiredService<IAttune>();
    }

    internal HttpContext Http { get; }

    internal AttuneOptions Options { get; }

    /// <summary>How much may be asked and sent.</summary>
    internal ApiOptions Api => Options.Api;

    /// <summary>The same, to check with.</summary>
    internal ApiLimits Limits => new(Options.Api);

    internal IAttune Attune { get; }

    internal CancellationToken Cancellation => Http.RequestAborted;

    /// <summary>The space of the caller's key; null for the default one.</summary>
    internal string? Space => Http.Features.Get<Caller>()?.Space;

    internal IStore Store => Attune.Store(Space);

    internal DateTimeOffset Now => Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>The length of a list: 0 to the largest.</summary>
    internal int Count => Number("n", Api.DefaultCount, 0, Api.LargestCount);

    /// <summary>The length of a page: 1 to the largest.</summary>
    internal int PageCount => Number("n", Api.DefaultCount, 1, Api.LargestCount);

    internal int Offset => Number("offset", 0, 0, RequestCheck.LastPlace);

    /// <summary>The categories of the path or, without one there, of the query.</summary>
    internal IReadOnlyList<string> Categories =>
        Http.Request.RouteValues["category"] is string { Length: > 0 } ? [Id("category")]
        : Http.Request.Query["category"] is { Count: > 0 } named ? [.. named.Where(c => c is { Length: > 0 }).Select(c => Checked(c!, "category"))]
        : [];

    /// <summary>An id in the path.</summary>
    internal string Id(string name) =>
        // A slash within an id comes as %2F and is the only escape that the server leaves in a path.
        Checked(((string)Http.Request.RouteValues[name]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), name);

    /// <summary>An optional id in the path.</summary>
    internal string? OptionalId(string name) => Http.Request.RouteValues[name] is string { Length: > 0 } ? Id(name) : null;

    /// <summary>An optional text in the query; null where it is absent or empty.</summary>
    internal string? Text(string name) => Http.Request.Query[name] is [{ Length: > 0 } text, ..] ? Checked(text, name) : null;

    /// <summary>Where the page begins: what the page before gave as its cursor.</summary>
    internal string? Cursor
    {
        get
        {
            // gorsejs writes the name with a capital.
            if (Http.Request.Query["cursor"] is not [{ Length: > 0 } cursor, ..]) return null;
            var bytes = new byte[cursor.Length];
            if (!Convert.TryFromBase64String(cursor, bytes, out var length)) throw RequestException.Bad("cursor is not one that an earlier page gave. Begin without a cursor.");
            return Encoding.UTF8.GetString(bytes, 0, length);
        }
    }

    internal static string CursorOf(string? next) => next is null ? "" : Convert.ToBase64String(Encoding.UTF8.GetBytes(next));

    internal static RequestException NotFound(string text) => new(StatusCodes.Status404NotFound, text);

    internal static RequestException TooLarge(long largest) => new(StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"The body is larger than {largest} bytes; send it in parts."));

    string Checked(string id, string name) => Limits.Id(id, name);

    int Number(string name, int fallback, int least, int largest)
    {
        if (Http.Request.Query[name] is not [{ Length: > 0 } text, ..]) return fallback;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= largest) return number;
        throw RequestException.Bad($"{name} must be a whole number from {least} to {largest}, not '{Start(text)}'.");
    }

    // A long value is not sent back whole.
    internal static string Start(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
