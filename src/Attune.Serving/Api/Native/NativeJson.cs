using System.Text.Json.Serialization;

namespace Attune.Serving;

/// <summary>How what goes over Attune's own routes is written: camelCase, and no name that the route does not know.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ListBody))]
[JsonSerializable(typeof(BatchBody))]
sealed partial class NativeJson : JsonSerializerContext;
