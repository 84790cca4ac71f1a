using System.Text.Json;

namespace Attune.Serving;

/// <summary>JSON that is kept as text.</summary>
static class RawJson
{
    /// <summary>The value of a text; null for none.</summary>
    internal static JsonElement? Of(string? text)
    {
        if (text is null) return null;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
