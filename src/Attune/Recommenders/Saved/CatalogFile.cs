using Attune.Numerics;

namespace Attune;

/// <summary>The histories of a catalog as tensors: the three arrays of its sparse matrix.</summary>
static class CatalogFile
{
    internal static void Write(string path, CsrMatrix histories) => Safetensors.Write(path,
    [
        ("histories.offsets", histories.Offsets.ToArray(), [histories.Rows + 1]),
        ("histories.items", histories.ColumnIndices.ToArray(), [histories.Count]),
        ("histories.weights", histories.Values.ToArray(), [histories.Count]),
    ]);

    internal static CsrMatrix Read(string path, int users, int items)
    {
        using var file = Safetensors.Open(path);
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
