using System.Collections;
using System.CommandLine;

namespace Attune.Cli;

/// <summary>What made-up click rows are like.</summary>
sealed class PlantedFlags : IEnumerable<Option>
{
    static readonly PlantedClicks Default = new();
    readonly Option<long> _rows = new("--rows") { HelpName = "N", Description = "Planted: how many rows.", DefaultValueFactory = _ => 1_000_000 };
    readonly Option<int> _fields = new("--fields") { HelpName = "N", Description = "Planted: how many fields.", DefaultValueFactory = _ => Default.Fields };
    readonly Option<int?> _signal = new("--signal") { HelpName = "N", Description = $"Planted: how many fields have an effect; the others are noise. Default: {Default.Signal}, or all where there are fewer." };
    readonly Option<int?> _pairs = new("--pairs") { HelpName = "N", Description = $"Planted: how many pairs of fields have an effect of their own. Default: {Default.Pairs}, or half of those with an effect." };
    readonly Option<string> _sizes = new("--sizes") { HelpName = "N,N,…", Description = "Planted: labels of each field, over and over where they are fewer than fields.", DefaultValueFactory = _ => string.Join(',', Default.Sizes) };
    readonly Option<double> _rate = new("--base-rate") { HelpName = "P", Description = "Planted: share of clicks.", DefaultValueFactory = _ => Default.BaseRate };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_rows, _fields, _signal, _pairs, _sizes, _rate]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal long Rows(Call call) => call.Value(_rows) is > 0 and var rows ? rows : throw new UsageException($"--rows is {call.Value(_rows)}; it must be 1 or more.");

    internal PlantedTruth Truth(Call call, int seed)
    {
        var sizes = call.Value(_sizes)!.Split(',').Select(s => int.TryParse(s, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var size) ? size
            : throw new UsageException($"--sizes: '{s}' is no whole number; write them as 10,100,1000.")).ToArray();
        try
        {
            var signal = call.Value(_signal) ?? Math.Min(Default.Signal, call.Value(_fields));
            return new PlantedClicks { Fields = call.Value(_fields), Signal = signal, Pairs = call.Value(_pairs) ?? Math.Min(Default.Pairs, Math.Max(0, signal) / 2), Sizes = sizes, BaseRate = call.Value(_rate), Seed = seed }.Plant();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
