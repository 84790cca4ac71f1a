using System.Globalization;

namespace Attune;

/// <summary>Options of a model are wrong; the message lists all that is wrong, each with the value, the allowed range and the default.</summary>
public sealed class OptionsException(string model, IReadOnlyList<string> errors)
    : ArgumentException($"{model} cannot be fitted with these options:{string.Concat(errors.Select(e => $"\n  {e}"))}")
{
    /// <summary>One sentence for each thing that is wrong.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>What a training is told whose equations have no solution in 32-bit arithmetic.</summary>
    internal static OptionsException TooLittle(ITrainer trainer, double regularization, ArithmeticException why) => new(Options.NameOf(trainer.GetType()),
        [string.Create(CultureInfo.InvariantCulture, $"regularization is {regularization}, too little for this data ({why.Message}) Raise it.")]);
}
