using System.Collections;
using System.CommandLine;
using Attune.Neural;

namespace Attune.Cli;

/// <summary>Files of encoded click rows in place of events: what a model of clicks is trained on, and what says when it has learned enough.</summary>
sealed class ClickFlags : IEnumerable<Option>
{
    const int Patience = 2;

    readonly Option<string> _clicks = new("--clicks") { HelpName = "FILE", Description = "A file of click rows to train on, in place of --data; it may be larger than memory. For models of clicks." };
    readonly Option<string> _valid = new("--valid") { HelpName = "FILE", Description = "Click rows under the same encoding: training ends when two epochs in a row have not raised auc on them, and the best epoch is kept." };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_clicks, _valid]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether click rows are named.</summary>
    internal bool AreWritten(Call call) => call.Has(_clicks);

    /// <summary>Refuses what cannot go together.</summary>
    internal void Check(Call call, Option<string> data)
    {
        if (call.Has(data) == call.Has(_clicks)) throw new UsageException(call.Has(data) ? "--data and --clicks both say what to train on; give one of them." : "Name what to train on: --data FILE for events, or --clicks FILE for a model of clicks.");
        if (call.Has(_valid) && !call.Has(_clicks)) throw new UsageException("--valid is for --clicks: events are parted by attune evaluate.");
    }

    /// <summary>Trains on the file.</summary>
    internal (IClickModel Model, long Rows, EarlyStopping? Stopped) Fit(Call call, ITrainer trainer, Func<IProgress<FitProgress>, FitContext> context)
    {
        if (trainer is not ClickTrainer clicks) throw new UsageException($"--clicks: {Options.NameOf(trainer.GetType())} is no model of clicks; train it on events with --data, or take deep-fm, ssr or another model of clicks (attune models).");
        using var rows = ClickFile.Open(call.Value(_clicks)!);
        using var valid = call.Value(_valid) is { } file ? ClickFile.Open(file) : null;
        if (valid is not null && rows.Fields.Unlike(valid.Fields) is { } unlike) throw new UsageException($"--valid does not fit --clicks: {unlike}. Write both with one encoder.");
        var stopping = valid is null ? null : new EarlyStopping(model => ClickEvaluation.Of((IClickModel)model, valid, new ClickEvaluationOptions { BootstrapSamples = 0 })[ClickAuc.Name].Value) { Patience = Patience };
        var model = call.Working($"training {Options.NameOf(trainer.GetType())}", progress => clicks.Fit(rows, context(progress) with { EarlyStopping = stopping }));
        return (model, rows.Count, stopping);
    }
}
