using System.Text.Json;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// What training rows taught about fields: vocabularies, buckets, means and deviations. It makes codes of texts, in training and at serving alike; what it does not know becomes the field's first code.
/// Immutable; saved as JSON.
/// </summary>
public sealed class ClickEncoder
{
    readonly FittedField[] _fitted;
    readonly FieldCoder[] _coders;

    ClickEncoder(ClickSchema schema, FittedField[] fitted)
    {
        (Schema, _fitted, _coders) = (schema, fitted, Array.ConvertAll(fitted, f => f.Coder()));
        var fields = new ClickField[fitted.Length];
        var (codes, columns) = (0, 0);
        for (var f = 0; f < fields.Length; f++)
        {
            var (coder, options) = (_coders[f], fitted[f].Options);
            fields[f] = new ClickField(options.Name, coder.Kind, options.Role, codes, coder.Size, columns, coder.Columns);
            (codes, columns) = (checked(codes + coder.Size), columns + coder.Columns);
        }
        Fields = new ClickFields(fields) { Encoder = this };
    }

    /// <summary>What it was asked for.</summary>
    public ClickSchema Schema { get; }

    /// <summary>The fields of the rows that it makes.</summary>
    public ClickFields Fields { get; }

    /// <summary>What is worth knowing of the fitting, a sentence each; empty where all is exact.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Names what was learned: unequal encoders, unequal names.</summary>
    public string Fingerprint => string.Join('-', _fitted.Select(f => $"{f.Options.Name}:{f.Size}:{f.Fingerprint}"));

    /// <summary>
    /// Learns the fields from training rows, in one pass and bounded memory: up to 4,194,304 labels of a field are counted exactly, beyond that the rarest are forgotten (<see cref="Notes"/> say by how much a count may be
    /// too small); quantiles are those of up to 262,144 values, drawn uniformly. Rows whose label, weight or numbers cannot be read are bad rows.
    /// </summary>
    /// <param name="rows">The training rows alone: what validation and test rows hold beside must stay unknown.</param>
    /// <param name="schema">Null is the source's own.</param>
    /// <param name="cancel">Ends the pass.</param>
    public static ClickEncoder Fit(ClickRecords rows, ClickSchema? schema = null, CancellationToken cancel = default)
    {
        schema = (schema ?? rows.Schema).Checked();
        var fits = schema.Fields.Select((f, i) => new FieldFit(f, schema.MinCount, ((Seed)0).Derive("quantiles").Derive(i))).ToArray();
        var places = schema.Fields.Select(f => rows.PlaceOf(f.Source)).ToArray();
        var head = new ClickHead(rows, schema);
        var count = 0L;
        foreach (var row in rows.Read(cancel))
        {
            if ((head.Read(row) ?? Fault(row, schema, places)) is { } reason)
            {
                rows.Bad(row, reason);
                continue;
            }
            for (var f = 0; f < fits.Length; f++) fits[f].Add(row[places[f]]);
            count++;
        }
        if (count == 0) throw new DataException($"{rows.Name} has no rows to learn the fields from. Check how it was made.");
        return new ClickEncoder(schema, Array.ConvertAll(fits, f => f.Finish()))
        {
            Notes = [.. schema.Fields.Zip(fits).Where(f => f.Second.Error > 0).Select(f => $"The field '{f.First.Name}' has too many labels to count them all: counts may be too small by {f.Second.Error}.")],
        };
    }

    /// <summary>An encoder of labels that are known beforehand.</summary>
    internal static ClickEncoder Of(IReadOnlyList<(ClickFieldOptions Field, string[] Labels)> fields) =>
        new(new ClickSchema { Fields = [.. fields.Select(f => f.Field)] }, [.. fields.Select(f => FieldFit.Known(f.Field, f.Labels))]);

    // Before anything of the row is counted.
    static string? Fault(ClickRecord row, ClickSchema schema, int[] places)
    {
        for (var f = 0; f < places.Length; f++)
            if (schema.Fields[f].Kind == ClickFieldKind.Numeric && !FieldCoder.TryNumber(row[places[f]], out _)) return NoNumber(schema.Fields[f].Source, row[places[f]]);
        return null;
    }

    static string NoNumber(string column, ReadOnlySpan<char> text) => $"column '{column}': '{DelimitedReader.Shorten(text)}' is not a finite number";

    /// <summary>The encoding of one row after another; made for one source, by one thread.</summary>
    internal Encoding Over(ClickRecords rows, bool labelled = true) => new(this, rows, labelled);

    /// <summary>Writes one text of field <paramref name="field"/>; false where it should be a number and is none.</summary>
    internal bool Encode(int field, ReadOnlySpan<char> text, Span<int> codes, Span<float> values)
    {
        var at = Fields.Fields[field];
        var code = codes.Slice(at.Column, at.Columns);
        var value = values.Slice(at.Column, at.Columns);
        code.Clear();
        value.Fill(1);
        var read = _coders[field].Encode(text, code, value);
        foreach (ref var c in code) c += at.Offset;
        return read;
    }

    /// <summary>One source's rows as codes.</summary>
    internal sealed class Encoding
    {
        readonly ClickEncoder _encoder;
        readonly int[] _places;

        internal Encoding(ClickEncoder encoder, ClickRecords rows, bool labelled)
        {
            _encoder = encoder;
            _places = [.. encoder.Schema.Fields.Select(f => rows.PlaceOf(f.Source))];
            Head = labelled ? new ClickHead(rows, encoder.Schema) : null;
        }

        internal ClickHead? Head { get; }

        /// <summary>Writes a row; where it cannot be used, says why.</summary>
        internal string? Write(ClickRecord row, Span<int> codes, Span<float> values)
        {
            for (var f = 0; f < _places.Length; f++)
                if (!_encoder.Encode(f, row[_places[f]], codes, values)) return NoNumber(_encoder.Schema.Fields[f].Source, row[_places[f]]);
            return Head?.Read(row);
        }
    }

    /// <summary>The options of a field and what was learned of it.</summary>
    internal FittedField this[int field] => _fitted[field];

    /// <summary>This encoder without what it learned of the fields that are not of the circumstances.</summary>
    internal ClickEncoder OfContext() => new(Schema, Array.ConvertAll(_fitted, f => f.Options.Role == ClickFieldRole.Context ? f : f.Bare()));

    /// <summary>The encoder as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Saved(Schema, _fitted), ClickSchema.Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="DataException">It is no such JSON.</exception>
    public static ClickEncoder FromJson(string json)
    {
        try
        {
            var saved = JsonSerializer.Deserialize<Saved>(json, ClickSchema.Json) ?? throw new JsonException("it is null");
            var encoder = new ClickEncoder(saved.Schema.Checked(), saved.Fields);
            for (var f = 0; f < saved.Fields.Length; f++)
                if (saved.Fields[f].Size != encoder.Fields.Fields[f].Size) throw new JsonException($"the field '{saved.Fields[f].Options.Name}' has {encoder.Fields.Fields[f].Size} codes where it states {saved.Fields[f].Size}");
            return encoder;
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new DataException($"The encoder of click rows cannot be read: {e.Message.TrimEnd('.')}. It is damaged: copy it again, or fit it anew.", e);
        }
    }

    sealed record Saved(ClickSchema Schema, FittedField[] Fields);
}
