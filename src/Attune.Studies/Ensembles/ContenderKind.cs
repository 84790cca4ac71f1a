namespace Attune.Studies;

/// <summary>What a model is in a study of ensembles.</summary>
enum ContenderKind
{
    /// <summary>A single model with the options that the study gives it.</summary>
    Single,

    /// <summary>A single model whose options were searched.</summary>
    TunedSingle,

    /// <summary>An ensemble of models with given options.</summary>
    Ensemble,

    /// <summary>An ensemble of models whose options were searched.</summary>
    EnsembleOfTuned,
}
