using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>The status page at /attune, rendered here: no script, nothing from elsewhere.</summary>
sealed class StatusPage(StatusReport report, IAttune attune)
{
    internal void Map(IEndpointRouteBuilder routes) => routes.MapGet("/attune", GetAsync).WithMetadata(new RequiresScope(ApiScope.Read), new IsPage());

    async Task GetAsync(HttpContext context)
    {
        var given = new Parameters(context.Request, "user", "items", "placement");
        var asked = new StatusQuestion(context.SpaceOf(), given.Text("user"), given.List("items"), given.Text("placement") ?? "home");
        var page = Encoding.UTF8.GetBytes(HtmlReport.Write(await report.OfAsync(asked, context.RequestAborted), Form(asked)));
        var headers = context.Response.Headers;
        (headers.CacheControl, headers.XContentTypeOptions, headers["Referrer-Policy"]) = ("no-store", "nosniff", "no-referrer");
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        (context.Response.ContentType, context.Response.ContentLength) = ("text/html; charset=utf-8", page.Length);
        await context.Response.Body.WriteAsync(page, context.RequestAborted);
    }

    string Form(StatusQuestion asked)
    {
        var form = new StringBuilder("<form method=\"get\">\n<label>User <input name=\"user\" value=\"").Append(Plain.Markup(asked.User ?? ""))
            .Append("\"></label>\n<label>Items of a session <input name=\"items\" placeholder=\"one,two\" value=\"").Append(Plain.Markup(string.Join(',', asked.Items ?? [])))
            .Append("\"></label>\n<label>Placement <select name=\"placement\">");
        foreach (var name in attune.Placements.Keys.Order(StringComparer.Ordinal))
            form.Append("<option").Append(name == asked.Placement ? " selected>" : ">").Append(Plain.Markup(name)).Append("</option>");
        return form.Append("</select></label>\n<button>Show the list</button>\n</form>\n").ToString();
    }
}
