using Attune.Numerics;

namespace Attune;

public sealed partial class EventColumns
{
    internal IEnumerable<(string Name, Array Values, IReadOnlyList<int> Shape)> Tensors()
    {
        (string, Array?)[] columns = [("user", User), ("item", Item), ("time", Time), ("kind", Kind), ("value", Value), ("price", Price), ("slot", Slot)];
        foreach (var (name, values) in columns)
            if (values is not null) yield return (name, values, [Count]);
        foreach (var tensor in Request is null ? [] : TextColumn.Tensors("request", Request)) yield return tensor;
        foreach (var tensor in Context is null ? [] : TextColumn.Tensors("context", Context)) yield return tensor;
    }

    internal static EventColumns Read(string path, string[] kinds, int users, int items)
    {
        using var file = Safetensors.Open(path);
        var events = new EventColumns
        {
            User = file.Read<int>("user"),
            Item = file.Read<int>("item"),
            Time = Optional<long>(file, "time"),
            Kind = Optional<byte>(file, "kind"),
            Value = Optional<float>(file, "value"),
            Price = Optional<float>(file, "price"),
            Slot = Optional<int>(file, "slot"),
            Request = TextColumn.Read(file, "request"),
            Context = TextColumn.Read(file, "context"),
            KindNames = kinds,
        };
        events.Check(users, items);
        return events;
    }

    static T[]? Optional<T>(Safetensors file, string name) where T : unmanaged => file.Tensors.ContainsKey(name) ? file.Read<T>(name) : null;

    void Check(int users, int items)
    {
        foreach (var (name, length) in (ReadOnlySpan<(string, int?)>)[("item", Item.Length), ("time", Time?.Length), ("kind", Kind?.Length), ("value", Value?.Length),
            ("price", Price?.Length), ("slot", Slot?.Length), ("request", Request?.Length), ("context", Context?.Length)])
            if (length is not null && length != Count) throw new FormatException($"the column '{name}' has {length} values for {Count} events");
        for (var e = 0; e < Count; e++)
            if ((uint)User[e] >= (uint)users || (uint)Item[e] >= (uint)items || (Kind is not null && Kind[e] >= KindNames.Length))
                throw new FormatException($"event {e} has user {User[e]} of {users}, item {Item[e]} of {items}, kind {Kind?[e] ?? 0} of {KindNames.Length}");
        if (KindNames.Length == 0 && Count > 0) throw new FormatException("it names no kinds of events");
        if (!DatasetBuilder.IsSorted(this)) throw new FormatException("the events are not in the order of user and time");
    }
}
