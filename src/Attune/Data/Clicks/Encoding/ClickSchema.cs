using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune;

/// <summary>Which columns of a source are the fields, the label, the weight and the time of click rows, and how each field is encoded. Immutable; readable from and writable as JSON.</summary>
public sealed partial record ClickSchema
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The fields in the order of their codes.</summary>
    public required IReadOnlyList<ClickFieldOptions> Fields { get; init; }

    /// <summary>The column that says 1 for clicked and 0 (or −1) for not. Default "label".</summary>
    public string Label { get; init; } = "label";

    /// <summary>The column with each row's weight, a finite number above 0; null (default): all rows count alike.</summary>
    public string? Weight { get; init; }

    /// <summary>The column with each row's time: Unix seconds, milliseconds, ISO 8601, or the digits yyMMddHH; null (default): there is none.</summary>
    public string? Time { get; init; }

    /// <summary>Labels in fewer training rows than this are unknown, at least 1. Default 1; papers on Criteo and Avazu use 2 to 10.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>Reads the JSON that <see cref="ToJson"/> writes; names in camelCase, kinds and roles in kebab-case.</summary>
    /// <exception cref="DataException">It is no such JSON, or says something that cannot be.</exception>
    public static ClickSchema FromJson(string json)
    {
        try
        {
            return (JsonSerializer.Deserialize<ClickSchema>(json, Json) ?? throw new JsonException("it is null")).Checked();
        }
        catch (JsonException e)
        {
            throw new DataException($"The schema of click rows cannot be read: {e.Message.TrimEnd('.')}. Write it as in {{\"label\": \"click\", \"fields\": [{{\"name\": \"device\"}}, {{\"name\": \"age\", \"kind\": \"numeric\"}}]}}.", e);
        }
    }

    /// <summary>The schema as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The schema, if it can be; one error tells all that is wrong.</summary>
    internal ClickSchema Checked()
    {
        List<string> errors = [.. Fields.SelectMany(f => f.Complaints())];
        if (Fields.Count == 0) errors.Add("There are no fields; name at least one.");
        if (MinCount < 1) errors.Add($"minCount = {MinCount} must be at least 1.");
        foreach (var twice in Fields.GroupBy(f => f.Name).Where(g => g.Count() > 1)) errors.Add($"The field '{twice.Key}' is named twice.");
        foreach (var role in new[] { ClickFieldRole.UserId, ClickFieldRole.ItemId })
            if (Fields.Count(f => f.Role == role) > 1) errors.Add($"Several fields have the role {role}; one may.");
        foreach (var id in Fields.Where(f => f.Role is ClickFieldRole.UserId or ClickFieldRole.ItemId && f.Kind != ClickFieldKind.Categorical)) errors.Add($"The field '{id.Name}' is an id, so its kind must be categorical.");
        return errors.Count == 0 ? this : throw new DataException($"The schema of click rows is wrong: {string.Join(' ', errors)}");
    }
}
