using System.Text.Json.Serialization;

namespace Attune.Serving;

/// <summary>Texts in filters are written and read as JSON strings.</summary>
[JsonSerializable(typeof(string))]
sealed partial class FilterJson : JsonSerializerContext;
