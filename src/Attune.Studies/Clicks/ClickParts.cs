using Attune.Numerics;

namespace Attune.Studies;

/// <summary>The rows of a study's clicks: what is learned, what is watched and what is tested, under one encoding that was fitted on what is learned.</summary>
sealed record ClickParts(string Name, int Drawn, ClickTable Train, ClickTable Watched, ClickTable Test)
{
    static readonly string[] s_frappe = ["user", "item", "daytime", "weekday", "isweekend", "homework", "cost", "weather", "country", "city"];

    /// <summary>Whether these are the rows for a seed of the study.</summary>
    internal bool IsOf(StudyData spec, int seed) => Name == spec.Name && Drawn == SeedOf(spec, seed);

    internal static ClickParts Read(StudyData spec, int drawn, DataFolder folder, FitContext context)
    {
        var (clicks, seed) = (spec.Clicks!, (Seed)SeedOf(spec, drawn));
        ClickTable[] parts = clicks.Kind == StudyClicks.Frappe ? Frappe(spec, clicks, folder, seed.Derive("negatives"), context) : PlantedParts.Of(clicks, seed.Derive("planted"), context);
        if (clicks.Noise > 0)
        {
            var fields = NoiseFields.Of(parts[0].Fields, clicks.Noise, clicks.NoiseLabels);
            parts = [.. parts.Select((p, n) => ClickTable.Of(fields, NoiseFields.Of(p.Rows, p.Fields, clicks.Noise, clicks.NoiseLabels, seed.Derive("noise").Derive(n))))];
        }
        return new ClickParts(spec.Name, SeedOf(spec, drawn), parts[0], parts[1], parts[2]);
    }

    static ClickTable[] Frappe(StudyData spec, StudyClicks clicks, DataFolder folder, Seed seed, FitContext context)
    {
        string[] files = [folder.Find(clicks.Validation!), folder.Find(clicks.Test!)];
        (int[] Ids, bool Clicked)[][] held = [.. files.Select(f => FrappeRows.Part(f).ToArray())];
        var learned = FrappeRows.Of(folder.Find(spec.File), files).Clicks();
        var train = Records([.. FrappeRows.WithNegatives(learned, [.. learned, .. held.SelectMany(h => h).Where(h => h.Clicked).Select(h => h.Ids)], clicks.Negatives, seed)]);
        var encoder = ClickEncoder.Fit(train, new ClickSchema { Fields = [.. s_frappe.Select(n => new ClickFieldOptions(n) { Role = n switch { "user" => ClickFieldRole.UserId, "item" => ClickFieldRole.ItemId, _ => ClickFieldRole.Context } })] }, context.Cancellation);
        return [.. new[] { train, Records(held[0]), Records(held[1]) }.Select(rows => ClickTable.Of(rows, encoder, context.Cancellation))];
    }

    static ClickRecords Records(IReadOnlyList<(int[] Ids, bool Clicked)> rows) =>
        ClickRecords.Of(["label", .. s_frappe], [.. rows.Select(r => (IReadOnlyList<string?>)[r.Clicked ? "1" : "0", .. r.Ids.Select(id => FormattableString.Invariant($"{id}"))])]);

    // Unless they are drawn anew, the rows are the study's, whatever the seed of a model.
    static int SeedOf(StudyData spec, int seed) => spec.Redraw ? seed : 42;
}
