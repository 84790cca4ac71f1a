namespace Attune.Neural;

/// <summary>
/// A share of the global batch of one step: with n processes that add up m micro-batches each, a batch is cut into n · m parts, the same whoever computes
/// which of them.
/// </summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Step">Within the epoch, from 0.</param>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Of">How many parts the batch is cut into.</param>
readonly record struct Part(int Epoch, int Step, int Index = 0, int Of = 1);
