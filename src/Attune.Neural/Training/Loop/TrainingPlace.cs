namespace Attune.Neural;

/// <summary>How far a training is: everything that is not a tensor.</summary>
/// <param name="Epoch">Epochs that are over; the one that runs, counted from 0.</param>
/// <param name="Step">Steps of it that are over.</param>
/// <param name="Loss">The sum of their losses.</param>
/// <param name="Ended">Whether training has ended, after the last epoch or early.</param>
readonly record struct TrainingPlace(int Epoch, int Step, double Loss, bool Ended);
