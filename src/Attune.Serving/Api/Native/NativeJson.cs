using System.Text.Json.Serialization;

namespace Attune.Serving;

/// <summary>How what goes over Attune's own routes is written: camelCase, and no name that the route does not know.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, UseStringEnumConverter = true, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(ListBody))]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(IReadOnlyList<EventDocument>))]
[JsonSerializable(typeof(IReadOnlyList<UserDocument>))]
[JsonSerializable(typeof(IReadOnlyList<ItemDocument>))]
[JsonSerializable(typeof(PageDocument<UserDocument>), TypeInfoPropertyName = "UserPage")]
[JsonSerializable(typeof(PageDocument<ItemDocument>), TypeInfoPropertyName = "ItemPage")]
[JsonSerializable(typeof(UserChange))]
[JsonSerializable(typeof(ItemChangeDocument))]
[JsonSerializable(typeof(UserExport))]
[JsonSerializable(typeof(TakenDocument))]
[JsonSerializable(typeof(DeletedDocument))]
[JsonSerializable(typeof(StartedDocument))]
[JsonSerializable(typeof(CountsDocument))]
[JsonSerializable(typeof(ModelRecord))]
[JsonSerializable(typeof(IReadOnlyList<ModelRecord>))]
[JsonSerializable(typeof(IReadOnlyList<ServerTask>))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntry>))]
[JsonSerializable(typeof(IReadOnlyList<Placement>))]
sealed partial class NativeJson : JsonSerializerContext;
