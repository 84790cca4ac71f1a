namespace Attune.Studies;

/// <summary>How long one training of a study has taken.</summary>
sealed class TrainingClock(FitContext context)
{
    readonly long _start = context.Time.GetTimestamp();
    readonly TimeSpan _spent = Environment.CpuUsage.TotalTime;

    internal double Seconds => context.Time.GetElapsedTime(_start).TotalSeconds;

    /// <summary>On processors, what the work took of them: other work on the machine must not shorten a training that is to have its minutes.</summary>
    internal double BusySeconds => context.Setup?.Device is null or "cpu" ? (Environment.CpuUsage.TotalTime - _spent).TotalSeconds / context.ThreadCount : Seconds;
}
