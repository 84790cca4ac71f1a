namespace Attune;

/// <summary>
/// Rows for ranking with a model of clicks: the codes of every user and item of a catalog, and the encoder of the circumstances. A row takes the columns of user fields by <see cref="Query.User"/>, those of
/// item fields by item, and the others by their names from <see cref="Query.Context"/>; whatever is not known has the field's first code. Immutable, saved with the model.
/// </summary>
public sealed class ClickCandidates
{
    const string FieldTexts = "clicks.fields";
    readonly ClickColumns _users, _items;

    ClickCandidates(ClickFields fields, ClickColumns users, ClickColumns items) => (Fields, _users, _items) = (fields, users, items);

    /// <summary>The fields of the rows.</summary>
    public ClickFields Fields { get; }

    /// <summary>The candidates of the data that a model was trained on.</summary>
    /// <param name="data">The training data: its users, items and features.</param>
    /// <param name="fields">The fields of the training rows; their encoder knows the labels.</param>
    /// <exception cref="ArgumentException">The fields have no encoder, because their rows were numbered elsewhere.</exception>
    public static ClickCandidates Of(Dataset data, ClickFields fields)
    {
        var encoder = fields.Encoder ?? throw new ArgumentException("The fields have no encoder, so texts cannot become codes: make the rows with ClickTable.Of or ClickFile.Write.", nameof(fields));
        var facts = EventFacts.Of(data);
        string[] names = [.. facts.Names, .. encoder.Schema.Fields.Select(f => f.Source).Except(facts.Names), EventClicks.Label, EventClicks.At];
        var places = new EventPlaces(facts, name => Array.IndexOf(names, name));
        return new ClickCandidates(fields,
            ClickColumns.Of(encoder, names, isUser: true, data.Users, places.FillUser),
            ClickColumns.Of(encoder, names, isUser: false, data.Items, places.FillItem));
    }

    /// <summary>One row for each item, without labels.</summary>
    /// <param name="query">For whom, in which circumstances.</param>
    /// <param name="items">Indices of the catalog.</param>
    public ClickRows Rows(Query query, ReadOnlySpan<int> items)
    {
        var columns = Fields.Columns;
        var codes = new int[checked(items.Length * columns)];
        var values = Fields.AreLabels ? null : new float[codes.Length];
        var (row, value) = (new int[columns], new float[columns]);
        Circumstances(query, row, value);
        _users.Fill(query.User, row, value);
        for (var i = 0; i < items.Length; i++)
        {
            row.CopyTo(codes, i * columns);
            if (values is not null) value.CopyTo(values, i * columns);
            _items.Fill(items[i], codes.AsSpan(i * columns, columns), values is null ? default : values.AsSpan(i * columns, columns));
        }
        return new ClickRows(columns, codes, values, [], null);
    }

    // A text that should be a number and is none is unknown: serving does not fail for it.
    void Circumstances(Query query, int[] codes, float[] values)
    {
        for (var f = 0; f < Fields.Fields.Count; f++)
            if (Fields.Fields[f] is { Role: ClickFieldRole.Context } field && !Fields.Encoder!.Encode(f, query.Context?.GetValueOrDefault(field.Name), codes, values))
                Fields.Encoder.Encode(f, default, codes, values);
    }

    /// <summary>Adds what is needed to make the same rows again: codes as integers, values of users and items as floats where there are numbers, fields and labels of the circumstances as texts.</summary>
    public void Export(Weights weights)
    {
        _users.Export("clicks.users", weights);
        _items.Export("clicks.items", weights);
        weights.Add(FieldTexts, [Fields.Encoder!.OfContext().ToJson()]);
    }

    /// <summary>Makes the candidates again.</summary>
    /// <exception cref="DataException">The weights are not those of a model of clicks.</exception>
    public static ClickCandidates Restore(Catalog catalog, Weights weights)
    {
        var fields = ClickEncoder.FromJson(weights.Text(FieldTexts, 1)[0]).Fields;
        return new ClickCandidates(fields, ClickColumns.Restore(fields, isUser: true, "clicks.users", catalog.Users.Count, weights), ClickColumns.Restore(fields, isUser: false, "clicks.items", catalog.Items.Count, weights));
    }
}
