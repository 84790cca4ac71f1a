using Attune.Numerics;

namespace Attune;

/// <summary>The histories of a catalog as tensors: the three arrays of its sparse matrix, and the two or, with times, three of its sequences where it has them.</summary>
static class CatalogFile
{
    internal static void Write(string path, Catalog catalog) => Safetensors.Write(path,
    [
        ("histories.offsets", catalog.Histories.Offsets.ToArray(), [catalog.Histories.Rows + 1]),
        ("histories.items", catalog.Histories.ColumnIndices.ToArray(), [catalog.Histories.Count]),
        ("histories.weights", catalog.Histories.Values.ToArray(), [catalog.Histories.Count]),
        .. catalog.Sequences is { } sequences ? Of(sequences) : [],
    ]);

    internal static (CsrMatrix Histories, ItemSequences? Sequences) Read(string path, int users, int items)
    {
        using var file = Safetensors.Open(path);
        return (ReadHistories(file, users, items), file.Tensors.ContainsKey("sequences.offsets") ? ReadSequences(file, users, items) : null);
    }

    static (string, Array, IReadOnlyList<int>)[] Of(ItemSequences sequences) =>
        [("sequences.offsets", sequences.Offsets, [sequences.Offsets.Length]), ("sequences.items", sequences.Items, [sequences.Items.Length]),
            .. sequences.Times is { } times ? new (string, Array, IReadOnlyList<int>)[] { ("sequences.times", times, [times.Length]) } : []];

    static ItemSequences ReadSequences(Safetensors file, int users, int items)
    {
        var (offsets, listed) = (file.Read<int>("sequences.offsets"), file.Read<int>("sequences.items"));
        if (offsets.Length != users + 1 || offsets[0] != 0 || offsets[^1] != listed.Length) throw new FormatException($"there are {offsets.Length} offsets of sequences for {users} users");
        for (var u = 0; u < users; u++)
            if (offsets[u + 1] < offsets[u]) throw new FormatException($"the sequence of user {u} ends at {offsets[u + 1]}, before it begins");
        foreach (var item in listed)
            if ((uint)item >= (uint)items) throw new FormatException($"a sequence lists item {item} of {items}");
        var times = file.Tensors.ContainsKey("sequences.times") ? file.Read<long>("sequences.times") : null;
        return times is null || times.Length == listed.Length ? new ItemSequences(offsets, listed, times) : throw new FormatException($"there are {times.Length} times of {listed.Length} items in sequences");
    }

    static CsrMatrix ReadHistories(Safetensors file, int users, int items)
    {
        var (offsets, listed) = (file.Read<int>("histories.offsets"), file.Read<int>("histories.items"));
        if (offsets.Length != users + 1 || offsets[0] != 0) throw new FormatException($"there are {offsets.Length} offsets of histories for {users} users");
        for (var u = 0; u < users; u++)
        {
            if (offsets[u + 1] < offsets[u] || offsets[u + 1] > listed.Length) throw new FormatException($"the history of user {u} ends at {offsets[u + 1]}, outside {offsets[u]} to {listed.Length}");
            for (var e = offsets[u]; e < offsets[u + 1]; e++)
                if ((uint)listed[e] >= (uint)items || (e > offsets[u] && listed[e] <= listed[e - 1])) throw new FormatException($"the history of user {u} lists item {listed[e]} of {items} out of order");
        }
        return new CsrMatrix(items, offsets, listed, file.Read<float>("histories.weights"));
    }
}
