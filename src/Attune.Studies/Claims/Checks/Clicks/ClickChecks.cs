namespace Attune.Studies;

/// <summary>What must hold of models of clicks, of explicit sparsity and of the rows and measures below them.</summary>
static class ClickChecks
{
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new NumberCheck("competition-golden", "Iterative competitive sparsity gives the numbers of the specification.", "the largest difference over three vectors", 1e-6, _ => CompetitionMeasures.Golden()),
        new NumberCheck("competition-shrinks", "With α of 0 and more the sum of what is left never grows from one iteration to the next.", "the largest growth, over drawn vectors", 1e-6, _ => CompetitionMeasures.Growth()),
        new NumberCheck("competition-gradients", "Gradients of α, γ and of what enters, through the mean, are those of finite differences.", "the largest relative difference", 1e-4, _ => CompetitionMeasures.Gradients()),
        new NumberCheck("zeros-at-the-start", "On normal numbers 57 of 100 are exactly 0 after five iterations with α of 0.1, and 51, 75 and 84 with the other settings of the specification.", "the largest difference of a share", 0.01, _ => CompetitionMeasures.Zeros()),
        new NumberCheck("parameters-by-formula", "Parameters are as many as the closed forms say, for every model, and layers of views have 1 / views of those of a dense layer of the same length.", "the largest relative difference", 1e-9, _ => NetworkMeasures.Parameters()),
        new NumberCheck("views-keep-their-inputs", "A static view reads no dimension twice, no two views the same ones, and a saved model reads the same as before.", "repeats, equal views, and dimensions that changed", 0, _ => NetworkMeasures.Drawn()),
        new NumberCheck("pairs-by-hand", "A factorisation machine sums the products of all pairs of fields.", "the largest difference of a logit", 1e-5, _ => NetworkMeasures.Pairs()),
        new NumberCheck("rows-stand-alone", "What is predicted of a row does not depend on the rows beside it.", "the largest difference of a probability, over all models: products of matrices are summed in another order where there are more rows", 1e-6, _ => NetworkMeasures.Alone()),
        new NumberCheck("file-is-the-table", "Rows of a columnar file are those of the table that it was written from, each once in an epoch.", "rows that differ, or come more or less than once", 0, _ => RowMeasures.File()),
        new NumberCheck("unknown-is-unknown", "What training rows do not hold has the code of the unknown, and rare labels too.", "codes that differ from those expected", 0, _ => RowMeasures.Unknown()),
        new NumberCheck("delong-by-placements", "AUC and its variance after DeLong are those of counting all pairs.", "the largest relative difference", 1e-9, _ => RowMeasures.DeLong()),
        new NumberCheck("learns-what-is-planted", "A network reaches three quarters of what the truth behind made-up clicks reaches above chance.", "1 less (AUC − ½) ⁄ (that of the truth − ½), the largest of deep-fm, ssr-s and ssr-d", 0.25, size => NetworkMeasures.Planted(size)),
    ];
}
