namespace Attune;

/// <summary>Measures models of clicks: how well they order rows (auc, gauc) and how true their probabilities are (log-loss, ece).</summary>
public static class ClickEvaluation
{
    /// <summary>Predicts all rows and measures the predictions. Holds 12 bytes a row, and as much again where rows have weights and users.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Labelled rows of the fields that it was trained on, which training has not seen.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="context">Progress, threads and cancellation.</param>
    /// <exception cref="DataException">The rows have other fields than the model.</exception>
    public static ClickScores Of(IClickModel model, IClickSource rows, ClickEvaluationOptions? options = null, FitContext? context = null)
    {
        (options, context) = (options ?? new ClickEvaluationOptions(), context ?? FitContext.Default);
        options.Check();
        var started = context.Time.GetTimestamp();
        if (model.Fields.Unlike(rows.Fields) is { } unlike) throw new DataException($"The rows do not fit the model {model.NameOf()}: {unlike}. Encode them with the encoder of its training rows.");
        var scored = Predict(model, rows, options.BatchSize, context);
        return Of(model.NameOf(), scored, options, context) with { Seconds = context.Time.GetElapsedTime(started).TotalSeconds };
    }

    /// <summary>Measures predictions that are made already, by any tool.</summary>
    public static ClickScores Of(string model, ScoredClicks scored, ClickEvaluationOptions? options = null, FitContext? context = null)
    {
        (options, context) = (options ?? new ClickEvaluationOptions(), context ?? FitContext.Default);
        options.Check();
        List<(string Name, Func<int[]?, double> Of)> measures =
        [
            (ClickAuc.Name, times => ClickAuc.Of(scored, times)),
            .. scored.Users is null ? [] : new (string, Func<int[]?, double>)[] { (ClickGauc.Name, times => ClickGauc.Of(scored, times).Value) },
            (ClickLogLoss.Name, times => ClickLogLoss.Of(scored, times)),
            (Calibration.Name, times => Calibration.Ece(scored, options.Bins, equalCount: false, times)),
            (Calibration.EqualCountName, times => Calibration.Ece(scored, options.Bins, equalCount: true, times)),
        ];
        var values = measures.ConvertAll(m => m.Of(null));
        var byUser = options.ByUser ?? scored.Users is not null;
        if (byUser && scored.Users is null) throw new ArgumentException("The rows have no users to draw; leave ByUser out, or read rows with a field of users.");
        context.Report("intervals", 0, 1);
        var intervals = options.BootstrapSamples == 0 ? null
            : ClickBootstrap.Intervals(scored, [.. measures.Select(m => (Func<int[], double>)(times => m.Of(times)))], byUser, options.BootstrapSamples, options.Confidence, options.Seed.Derive("intervals"), context.Parallel);
        context.Report("intervals", 1, 1);
        return new ClickScores(model, scored.Count, scored.Labels.LongCount(l => l > 0), [.. measures.Select((m, i) => new ClickScore(m.Name, values[i], intervals?[i].Low ?? double.NaN, intervals?[i].High ?? double.NaN))])
        {
            Confidence = options.Confidence,
            ByUser = byUser,
            AucDeviation = scored.Weights is null ? DeLong.Of(scored.Scores, scored.Labels).Deviation : double.NaN,
            Reliability = Calibration.Bins(scored, options.Bins, equalCount: true),
            Notes = [.. Notes(scored)],
            Scored = scored,
        };
    }

    static ScoredClicks Predict(IClickModel model, IClickSource rows, int size, FitContext context)
    {
        var (count, user) = (checked((int)rows.Count), rows.Fields.UserId);
        var (scores, labels, weights, users) = (new float[count], new float[count], (float[]?)null, user is null ? null : new int[count]);
        var at = 0;
        context.Report("predicting", 0, count);
        foreach (var block in rows.Blocks(size))
        {
            model.Predict(block, scores.AsSpan(at, block.Count));
            block.Labels.CopyTo(labels, at);
            block.Weights?.CopyTo(weights ??= new float[count], at);
            // The first code is that of users who are not known, and so of several.
            for (var r = 0; r < block.Count && users is not null; r++) users[at + r] = block.Codes[r * block.Columns + user!.Column] - user.Offset - 1;
            context.Report("predicting", at += block.Count, count);
        }
        return new ScoredClicks(scores, labels, weights, users);
    }

    static IEnumerable<string> Notes(ScoredClicks scored)
    {
        if (scored.Users is null) yield break;
        var gauc = ClickGauc.Of(scored);
        if (gauc.LeftOut > 0) yield return $"gauc leaves out {gauc.LeftOut} of {gauc.Users + gauc.LeftOut} users, all or none of whose rows were clicked.";
        if (gauc.UnknownRows > 0) yield return $"gauc leaves out {gauc.UnknownRows} of {scored.Count} rows, whose users training did not know.";
    }
}
