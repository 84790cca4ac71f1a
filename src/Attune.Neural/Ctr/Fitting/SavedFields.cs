namespace Attune.Neural;

/// <summary>The fields of click rows among a model's numbers.</summary>
static class SavedFields
{
    const string Names = "fields.names", Shapes = "fields.shapes";

    /// <summary>Adds kind, role, size, columns and length of name for each field, and all names as UTF-16.</summary>
    internal static void Export(ClickFields fields, Weights weights) => weights
        .Add(Shapes, [.. fields.Fields.SelectMany(f => new[] { (int)f.Kind, (int)f.Role, f.Size, f.Columns, f.Name.Length })])
        .Add(Names, [.. fields.Fields.SelectMany(f => f.Name).Select(c => (int)c)]);

    /// <summary>Reads them back.</summary>
    internal static ClickFields Restore(Weights weights)
    {
        var (shapes, names) = (weights.Integer(Shapes), new string([.. weights.Integer(Names).Select(c => (char)c)]));
        var (fields, offset, column, at) = (new List<ClickField>(), 0, 0, 0);
        foreach (var s in shapes.Chunk(5))
        {
            fields.Add(new ClickField(names.Substring(at, s[4]), (ClickFieldKind)s[0], (ClickFieldRole)s[1], offset, s[2], column, s[3]));
            (offset, column, at) = (offset + s[2], column + s[3], at + s[4]);
        }
        return new ClickFields(fields);
    }
}
