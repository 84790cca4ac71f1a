namespace Attune.Neural;

/// <summary>The fields of click rows among what a model saves, where no catalog brings them: their numbers, their names, and the encoder where they have one.</summary>
static class SavedFields
{
    const string Names = "fields.names", Shapes = "fields.shapes", Encoder = "fields.encoder";

    /// <summary>Adds kind, role, size and columns of each field, and its name.</summary>
    internal static void Export(ClickFields fields, Weights weights)
    {
        weights.Add(Shapes, [.. fields.Fields.SelectMany(f => new[] { (int)f.Kind, (int)f.Role, f.Size, f.Columns })]).Add(Names, [.. fields.Fields.Select(f => f.Name)]);
        if (fields.Encoder is { } encoder) weights.Add(Encoder, [encoder.ToJson()]);
    }

    /// <summary>Whether they are there.</summary>
    internal static bool Are(Weights weights) => weights.Integers.ContainsKey(Shapes);

    /// <summary>Reads them back.</summary>
    internal static ClickFields Restore(Weights weights)
    {
        if (weights.Texts.ContainsKey(Encoder)) return ClickEncoder.FromJson(weights.Text(Encoder, 1)[0]).Fields;
        var (names, fields, offset, column) = (weights.Text(Names), new List<ClickField>(), 0, 0);
        foreach (var s in weights.Integer(Shapes, 4L * names.Length).Chunk(4))
        {
            fields.Add(new ClickField(names[fields.Count], (ClickFieldKind)s[0], (ClickFieldRole)s[1], offset, s[2], column, s[3]));
            (offset, column) = (offset + s[2], column + s[3]);
        }
        return new ClickFields(fields);
    }
}
