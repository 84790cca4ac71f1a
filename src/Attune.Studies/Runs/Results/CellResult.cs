namespace Attune.Studies;

/// <summary>What one training of a study gave. Immutable.</summary>
/// <param name="Cell">Which training.</param>
/// <param name="Values">The metrics on the test part, in the order of the study; empty where it failed, NaN where undefined.</param>
public sealed record CellResult(StudyCell Cell, IReadOnlyList<double> Values)
{
    /// <summary>What a training gave, or how it failed; only who stops it is heard.</summary>
    internal static CellResult Of(StudyCell cell, TrainingClock clock, IReadOnlyList<CurvePoint> curve, Func<CellResult> measured)
    {
        try
        {
            return measured();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new CellResult(cell, []) { FitSeconds = clock.Seconds, Error = e.Message, Curve = curve };
        }
    }

    /// <summary>Seconds of the training, measurements on validation data included.</summary>
    public double FitSeconds { get; init; } = double.NaN;

    /// <summary>Seconds of the measurement on the test part.</summary>
    public double EvaluateSeconds { get; init; } = double.NaN;

    /// <summary>Test users measured.</summary>
    public int Users { get; init; }

    /// <summary>Epochs trained; 0 where the training was not watched.</summary>
    public int Epochs { get; init; }

    /// <summary>The epoch, from 1, whose model was measured; 0 where the training was not watched.</summary>
    public int BestEpoch { get; init; }

    /// <summary>What was measured on the validation data while it trained.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was measured of parts of it, as groups of users or stretches of time; none where the study asks for no parts.</summary>
    public IReadOnlyList<CellDetail> Details { get; init; } = [];

    /// <summary>One of <see cref="Details"/>; null where it was not measured.</summary>
    internal CellDetail? Detail(string part, string measure) => Details.FirstOrDefault(d => d.Part == part && d.Measure == measure);

    /// <summary>Why it failed; empty where it did not.</summary>
    public string Error { get; init; } = "";

    /// <summary>Which machine and versions, as environment.txt lists them.</summary>
    public string Environment { get; init; } = "";

    /// <summary>Which data, protocol, options and metrics; another word for each.</summary>
    public string Settings { get; init; } = "";

    /// <summary>Whether there is no value because something went wrong.</summary>
    public bool Failed => Error.Length > 0;
}
