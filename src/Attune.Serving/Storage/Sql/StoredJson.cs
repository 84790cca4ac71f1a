using System.Text.Json.Serialization;

namespace Attune.Serving;

/// <summary>What is kept as JSON inside a column.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ModelRecord))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
sealed partial class StoredJson : JsonSerializerContext;
