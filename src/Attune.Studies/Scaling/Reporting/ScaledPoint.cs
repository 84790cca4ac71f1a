namespace Attune.Studies;

/// <summary>One point of a curve with what it took: means over the seeds that are done.</summary>
/// <param name="Text">The size as the study writes it.</param>
/// <param name="Events">Events that were obtained.</param>
/// <param name="Value">The main metric.</param>
/// <param name="Error">Its standard error over the seeds; NaN of one.</param>
/// <param name="Seeds">How many are done.</param>
/// <param name="Seconds">Processor seconds of a training.</param>
/// <param name="Bytes">By how much a training grew the process.</param>
/// <param name="Joules">Energy of a training, of the seeds that had a meter; NaN where none had.</param>
sealed record ScaledPoint(string Text, double Events, double Value, double Error, int Seeds, double Seconds, double Bytes, double Joules)
{
    internal static ScaledPoint? Of(SizedData sized, IEnumerable<CellResult> results, int metric)
    {
        (double Value, SizedNote Note, double Joules)[] done = [.. results.Where(r => !r.Failed && double.IsFinite(r.Values[metric])).Select(r => (r.Values[metric], SizedNote.Read(r.Notes), EnergyNote.Read(r.Notes)?.Fit ?? double.NaN)).Where(r => r.Item2 is not null).Select(r => (r.Item1, r.Item2!, r.Item3))];
        if (done.Length == 0) return null;
        var mean = done.Average(d => d.Value);
        var error = done.Length < 2 ? double.NaN : Math.Sqrt(done.Sum(d => (d.Value - mean) * (d.Value - mean)) / (done.Length - 1) / done.Length);
        return new ScaledPoint(sized.Size.Text, done[0].Note.Events, mean, error, done.Length, done.Average(d => d.Note.FitSeconds), done.Average(d => d.Note.Bytes), done.Select(d => d.Joules).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average());
    }
}
