using System.Text;
using System.Text.Json;

namespace Attune;

/// <summary>
/// Lists of ids as one JSON object: <c>{"ann": [["tea", "jam"], ["bread"]]}</c> gives baskets, <c>{"ann": ["tea", "jam"]}</c> a sequence. A basket
/// [-1] at the beginning or the end of a user's list is the padding that published next-basket files have, and is passed over.
/// </summary>
static class Baskets
{
    internal static void Read(Import run, string path)
    {
        var json = Bytes(run, path);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw Unexpected(path, json, reader, "an object of users");
            var sequences = new IdLists(run.Builder, baskets: false);
            var baskets = new IdLists(run.Builder, baskets: true);
            var idle = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                if (!User(ref reader, path, json, sequences, baskets)) idle++;
            // Throws where a second value follows: lists as JSON lines must not end with the first line in silence.
            reader.Read();
            if (idle > 0) run.Note($"{path}: {idle} user{(idle == 1 ? " has" : "s have")} no items and are left out.");
        }
        catch (JsonException e)
        {
            throw new DataException($"{path}, line {(e.LineNumber ?? 0) + 1}, column {(e.BytePositionInLine ?? 0) + 1}: this is not valid JSON, it ends too early, or there is more than one object. Expected is one: {{\"user\": [[\"item\", …], …]}}.", e);
        }
    }

    static byte[] Bytes(Import run, string path)
    {
        using var text = SourceText.Open(path, run);
        using var bytes = new MemoryStream();
        var chars = new char[1 << 16];
        var encoder = Encoding.UTF8.GetEncoder();
        var buffer = new byte[Encoding.UTF8.GetMaxByteCount(chars.Length)];
        for (int read; (read = text.Read(chars, 0)) > 0;) bytes.Write(buffer, 0, encoder.GetBytes(chars.AsSpan(0, read), buffer, flush: false));
        return bytes.ToArray();
    }

    // False for a user without items.
    static bool User(ref Utf8JsonReader reader, string path, byte[] json, IdLists sequences, IdLists baskets)
    {
        var user = reader.GetString()!;
        if (user.Length == 0) throw Unexpected(path, json, reader, "a user's id");
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw Unexpected(path, json, reader, $"the list of user '{user}'");
        List<List<string>> lists = [];
        List<string> flat = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray) flat.Add(Id(reader, path, json));
            else lists.Add(Basket(ref reader, path, json));
        }
        if (flat.Count > 0 && lists.Count > 0) throw Unexpected(path, json, reader, $"baskets or items for user '{user}', not both");
        if (lists is [["-1"], ..]) lists.RemoveAt(0);
        if (lists is [.., ["-1"]]) lists.RemoveAt(lists.Count - 1);
        return Add(sequences, user, [flat]) || Add(baskets, user, lists);
    }

    static List<string> Basket(ref Utf8JsonReader reader, string path, byte[] json)
    {
        List<string> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Id(reader, path, json));
        return items;
    }

    static bool Add(IdLists into, string user, List<List<string>> lists)
    {
        if (lists.All(l => l.Count == 0)) return false;
        into.User(user);
        foreach (var list in lists)
        {
            into.NextList();
            foreach (var item in list) into.Item(item);
        }
        return true;
    }

    static string Id(in Utf8JsonReader reader, string path, byte[] json) => reader.TokenType switch
    {
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.String when reader.GetString() is { Length: > 0 } id => id,
        _ => throw Unexpected(path, json, reader, "an item's id (text or number)"),
    };

    static DataException Unexpected(string path, byte[] json, in Utf8JsonReader reader, string expected)
    {
        var before = json.AsSpan(0, (int)reader.TokenStartIndex);
        var value = reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? $"'{Encoding.UTF8.GetString(reader.ValueSpan)}'" : $"a {reader.TokenType}";
        return new($"{path}, line {before.Count((byte)'\n') + 1}, column {before.Length - before.LastIndexOf((byte)'\n')}: {value} stands where {expected} is expected. The form is {{\"user\": [[\"item\", …], …]}}.");
    }
}
