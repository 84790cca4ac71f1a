using System.Text;
using System.Text.Json;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// The factors by which stratified samples were enlarged until they held enough, by data, form and size: found once, kept in a file. A factor that is there is where the search begins, so an edited one
/// counts. Safe for several threads.
/// </summary>
sealed class SampleFactors
{
    static readonly JsonSerializerOptions s_format = new() { WriteIndented = true, NewLine = "\n" };
    readonly Lock _gate = new();
    readonly string? _path;
    readonly SortedDictionary<string, double> _factors;

    /// <summary>Without a file.</summary>
    internal SampleFactors() => _factors = new(StringComparer.Ordinal);

    SampleFactors(string path, Dictionary<string, double> factors) => (_path, _factors) = (path, new(factors, StringComparer.Ordinal));

    /// <summary>Those of a file; none where there is no file yet.</summary>
    /// <exception cref="DataException">It holds something else.</exception>
    internal static SampleFactors Open(string path)
    {
        try
        {
            var factors = File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(path)) ?? [] : [];
            if (factors.FirstOrDefault(f => !(f.Value >= 1 && double.IsFinite(f.Value))) is { Key: { } bad } of) throw new DataException(FormattableString.Invariant($"{path}: the factor of '{bad}' is {of.Value}; it must be a number from 1, or be left out."));
            return new SampleFactors(path, factors);
        }
        catch (JsonException e)
        {
            throw new DataException($"{path} is no list of factors, as {{ \"ml-100k/user@5000 of 100000\": 1.05 }}; delete it, and they are found anew.", e);
        }
    }

    internal double Of(string key)
    {
        lock (_gate) return _factors.GetValueOrDefault(key, 1);
    }

    /// <summary>Keeps a factor, in the file too; one of 1 goes without saying.</summary>
    internal void Keep(string key, double factor)
    {
        lock (_gate)
        {
            if (factor == _factors.GetValueOrDefault(key, 1)) return;
            _factors[key] = factor;
            if (_path is null) return;
            using var file = new PendingFile(_path);
            file.Stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(_factors, s_format) + "\n"));
            file.Complete();
        }
    }
}
