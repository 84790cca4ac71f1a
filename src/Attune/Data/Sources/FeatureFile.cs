using System.Text;

namespace Attune;

/// <summary>
/// Features of users or items: delimited text with a header, MovieLens (u.item, movies.dat, u.user, users.dat) or RecBole (.item, .user). The id is the
/// column named like one, else the first. Titles and names are text, columns of numbers are numbers, all else are tokens.
/// </summary>
static class FeatureFile
{
    sealed record Column(string Name, FeatureKind? Kind, Func<DelimitedReader, string?> Value);

    sealed record Form(int Id, int Width, IReadOnlyList<Column> Columns);

    static readonly string[] s_genres = ["unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
        "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western"];

    static readonly Dictionary<string, (string Separator, Form Form)> s_movieLens = new()
    {
        ["u.item"] = ("|", new Form(0, 24, [Text("title", 1), new Column("genres", FeatureKind.Tokens, Flags)])),
        ["movies.dat"] = ("::", new Form(0, 3, [Text("title", 1), Tokens("genres", 2)])),
        ["u.user"] = ("|", new Form(0, 5, [Number("age", 1), Tokens("gender", 2), Tokens("occupation", 3), Tokens("zip", 4)])),
        ["users.dat"] = ("::", new Form(0, 5, [Tokens("gender", 1), Number("age", 2), Tokens("occupation", 3), Tokens("zip", 4)])),
    };

    internal static void Read(Import run, string path, bool users)
    {
        try
        {
            Read(run, path, users, encoding: null);
        }
        catch (DataException e) when (e.InnerException is DecoderFallbackException && s_movieLens.ContainsKey(FileFormat.BareName(path)))
        {
            Read(run, path, users, "latin1");
        }
    }

    static void Read(Import run, string path, bool users, string? encoding)
    {
        var name = FileFormat.BareName(path);
        using var text = SourceText.Open(path, run, encoding);
        if (s_movieLens.TryGetValue(name, out var known))
        {
            Read(run, path, users, DelimitedReader.Of(text, known.Separator, quotes: false), known.Form);
            return;
        }
        var recBole = Path.GetExtension(name) is ".item" or ".user";
        var reader = recBole ? DelimitedReader.Of(text, "\t", quotes: false) : DelimitedReader.Of(text, Sample.Of(run, path, encoding).Separator());
        if (!reader.Read()) throw new DataException($"{path} is empty: it holds no text. Check how it was made.");
        var header = recBole ? RecBole.Header(path, reader) : [.. Enumerable.Range(0, reader.Count).Select(f => (reader[f].ToString(), ""))];
        Read(run, path, users, reader, ByHeader(path, header, users ? ColumnRole.User : ColumnRole.Item));
    }

    static Form ByHeader(string path, List<(string Name, string Type)> header, ColumnRole role)
    {
        if (header.Count < 2) throw new DataException($"{path}, line 1: there is only one column ('{header[0].Name}'), but an id and at least one feature are needed. Check the separator.");
        if (header.Any(h => TextValues.TryNumber(h.Name, out _)))
            throw new DataException($"{path}, line 1: a header is needed that names the id and the features, but '{header.First(h => TextValues.TryNumber(h.Name, out _)).Name}' is a number. Add one, as in item,title.");
        var id = Math.Max(0, HeaderNames.Find(role, [.. header.Select(h => h.Name)]));
        var titled = header.Any(h => HeaderNames.Plain(h.Name) is "title" or "name");
        return new Form(id, header.Count, [.. header.Index().Where(h => h.Index != id).Select(h => ByHeader(h.Index, h.Item.Name, h.Item.Type, titled))]);
    }

    static Column ByHeader(int field, string name, string type, bool titled) => type switch
    {
        _ when HeaderNames.IsTitle(name) => Text(titled ? name : "title", field),
        "float" => Number(name, field),
        "token" => Tokens(name, field),
        "token_seq" => new Column(name, FeatureKind.Tokens, r => Field(r, field)?.Replace(' ', '|')),
        "float_seq" => Text(name, field),
        _ => new Column(name, HeaderNames.Plain(name) is "description" ? FeatureKind.Text : null, r => Field(r, field)),
    };

    static void Read(Import run, string path, bool users, DelimitedReader reader, Form form)
    {
        var role = users ? "user" : "item";
        var ids = new HashSet<string>(StringComparer.Ordinal);
        List<(string Id, string?[] Values)> rows = [];
        while (reader.Read())
        {
            var reason = reader.Fault ?? reader.Ragged(form.Width);
            var id = reason is null ? reader[form.Id].ToString() : "";
            if (reason is null && id.Length == 0) reason = $"column {form.Id + 1}: the {role}'s id is empty";
            if (reason is null && !ids.Add(id)) reason = $"column {form.Id + 1}: the {role} '{id}' occurs a second time; one row per {role} is expected";
            if (reason is null) rows.Add((id, [.. form.Columns.Select(c => c.Value(reader))]));
            else run.Bad(path, reader.Line, reason);
        }
        if (rows.Count == 0) throw new DataException($"{path} has no rows of {role}s. Check how it was made.");
        Add(run, path, users, form, rows);
    }

    static void Add(Import run, string path, bool users, Form form, List<(string Id, string?[] Values)> rows)
    {
        var unknown = users ? rows.RemoveAll(row => !run.Builder.HasUser(row.Id)) : 0;
        if (unknown > 0) run.Note($"{path}: {unknown} user{(unknown == 1 ? "" : "s")} without events left out.");
        foreach (var (at, column) in form.Columns.Index())
        {
            var kind = column.Kind ?? (rows.All(r => r.Values[at] is not { } v || TextValues.TryNumber(v, out _)) ? FeatureKind.Number : FeatureKind.Tokens);
            foreach (var (id, values) in rows)
                if (users) run.Builder.UserFeature(id, column.Name, values[at], kind);
                else run.Builder.ItemFeature(id, column.Name, values[at], kind);
        }
    }

    static Column Text(string name, int field) => new(name, FeatureKind.Text, r => Field(r, field));

    static Column Tokens(string name, int field) => new(name, FeatureKind.Tokens, r => Field(r, field));

    static Column Number(string name, int field) => new(name, FeatureKind.Number, r => Field(r, field));

    static string? Field(DelimitedReader reader, int field) => reader[field] is { IsEmpty: false } text && text is not "(no genres listed)" ? text.ToString() : null;

    // u.item has a column of 0 or 1 for each genre.
    static string? Flags(DelimitedReader reader)
    {
        var genres = string.Join('|', s_genres.Where((_, g) => reader[5 + g] is "1"));
        return genres.Length == 0 ? null : genres;
    }
}
