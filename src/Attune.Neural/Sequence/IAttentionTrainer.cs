namespace Attune.Neural;

/// <summary>The shape of a network of attention.</summary>
interface IAttentionTrainer : ISequenceTrainer
{
    int Layers { get; }

    int Heads { get; }

    int Inner { get; }

    Activation Activation { get; }

    NormPlacement Norm { get; }

    double Dropout { get; }

    double Deviation { get; }

    IEnumerable<string?> ISequenceTrainer.Complaints =>
        [Heads > 0 && Width % Heads != 0 ? $"width is {Width}; it must be a multiple of heads ({Heads}), for each reads a part of equal size." : null];
}
