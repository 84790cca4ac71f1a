namespace Attune;

/// <summary>The learned numbers of a model by name, as a safetensors file holds them, and texts where it has some. Arrays are not copied; a stored array must not be changed.</summary>
public sealed partial class Weights
{
    readonly Dictionary<string, (float[] Values, int[] Shape)> _floats = [];
    readonly Dictionary<string, int[]> _ints = [];
    readonly Dictionary<string, string[]> _texts = [];

    /// <summary>The 32-bit float tensors: name → values in row order, shape.</summary>
    public IReadOnlyDictionary<string, (float[] Values, int[] Shape)> Floats => _floats;

    /// <summary>The 32-bit integer vectors: name → values.</summary>
    public IReadOnlyDictionary<string, int[]> Integers => _ints;

    /// <summary>Lists of texts, such as labels that a model encodes: name → texts. Most models have none.</summary>
    public IReadOnlyDictionary<string, string[]> Texts => _texts;

    /// <summary>Adds a tensor; the product of <paramref name="shape"/> (none given: a vector) must be the number of values.</summary>
    public Weights Add(string name, float[] values, params int[] shape)
    {
        if (shape.Length == 0) shape = [values.Length];
        if (shape.Aggregate(1L, (a, b) => a * b) != values.Length)
            throw new ArgumentException($"The tensor '{name}' has {values.Length} values, which do not fill the shape [{string.Join(", ", shape)}].");
        Refuse(name);
        _floats.Add(name, (values, shape));
        return this;
    }

    /// <summary>Adds a vector of integers.</summary>
    public Weights Add(string name, int[] values)
    {
        Refuse(name);
        _ints.Add(name, values);
        return this;
    }

    /// <summary>Adds a list of texts.</summary>
    public Weights Add(string name, string[] texts)
    {
        Refuse(name);
        _texts.Add(name, texts);
        return this;
    }

    /// <summary>The values of a tensor; a missing name, or another number of values than <paramref name="count"/> (−1: any), is an error.</summary>
    public float[] Float(string name, long count = -1) => Checked(name, _floats.TryGetValue(name, out var t) ? t.Values : null, count);

    /// <summary>The values of an integer vector; errors as with <see cref="Float"/>.</summary>
    public int[] Integer(string name, long count = -1) => Checked(name, _ints.GetValueOrDefault(name), count);

    /// <summary>A list of texts; errors as with <see cref="Float"/>.</summary>
    public string[] Text(string name, long count = -1) => Checked(name, _texts.GetValueOrDefault(name), count);

    void Refuse(string name)
    {
        if (_floats.ContainsKey(name) || _ints.ContainsKey(name) || _texts.ContainsKey(name)) throw new ArgumentException($"The tensor '{name}' is there already; names are unique over floats, integers and texts.");
    }

    T[] Checked<T>(string name, T[]? values, long count) =>
        values is null ? throw new DataException($"The saved model has no tensor '{name}'; it has {string.Join(", ", _floats.Keys.Concat(_ints.Keys).Concat(_texts.Keys))}. Was it saved by another model or version?")
        : count >= 0 && values.Length != count ? throw new DataException($"The tensor '{name}' of the saved model has {values.Length} values where {count} are needed. The folder is damaged: train it again.")
        : values;
}
