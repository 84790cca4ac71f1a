namespace Attune.Neural;

/// <summary>
/// A network that reads sequences of items: B × T numbers (Int64; 0 is padding, item i of the catalog is i + 1, the newest item stands last, padding first) become
/// B × T × Width vectors, each the state after the item at its place. A sequence shorter than the longest gives equal states whatever it is padded to.
/// The score of item i is state · row i + 1 of <see cref="ItemTable"/>.
/// </summary>
abstract class SequenceNetwork : Module
{
    /// <summary>The name under which the table of items is added, so that its weights are "item_embedding.weight".</summary>
    internal const string ItemTableName = "item_embedding";

    static readonly RowIds s_items = new(c => c.Items, Before: 1);

    /// <summary>What the rows of a tensor stand for: those of the table of items follow one for padding; null for all others.</summary>
    internal static RowIds? RowsOf(string name) => name == $"{ItemTableName}.weight" ? s_items : null;

    /// <summary>The length of the states.</summary>
    internal abstract int Width { get; }

    /// <summary>(Items + 1 or more) × Width; row 0 is padding.</summary>
    internal abstract Tensor ItemTable { get; }

    /// <summary>Whether <see cref="ItemTable"/> is the table as it is saved; if not, it is made from that.</summary>
    internal virtual bool ScoresWithTheTable => true;

    /// <summary>B × T → B × T × Width.</summary>
    internal abstract Tensor Forward(Tensor items);

    /// <summary>The same for a network that also reads when each item was or whose last attention is to be held.</summary>
    /// <param name="items">B × T.</param>
    /// <param name="times">B × T Int64, milliseconds; undefined where they are not known.</param>
    /// <param name="tap">Holds what the last layer of attention does, of a network that has a <see cref="LastAttention"/>.</param>
    internal virtual Tensor Forward(Tensor items, Tensor times, AttentionTap? tap = null) => Forward(items);

    /// <summary>Whether it reads when each item was.</summary>
    internal virtual bool ReadsTimes => false;

    /// <summary>The shapes of the matrices of its last layer of attention, in the order in which a tap gets their products; none where there is no such layer.</summary>
    internal virtual IReadOnlyList<(int Outputs, int Inputs)> LastAttention => [];

    /// <summary>Floating-point operations of the matrix products of a forward pass over one sequence without padding, two for each multiplication with its addition; null where no formula is written down.</summary>
    internal virtual double? FlopsOf(long length) => null;

    /// <summary>Whether it can read item after item from a state (<see cref="Start"/>, <see cref="Step"/>).</summary>
    internal virtual bool IsRecurrent => false;

    /// <summary>The state of a batch before the first item: tensors whose first dimension is the batch.</summary>
    internal virtual Tensor[] Start(long batch) => throw new NotSupportedException("This network reads whole sequences only.");

    /// <summary>One item more, B numbers as in <see cref="Forward(Tensor)"/>: the vectors after it, B × Width, and the state.</summary>
    internal virtual (Tensor Output, Tensor[] State) Step(Tensor items, ReadOnlySpan<Tensor> state) => throw new NotSupportedException("This network reads whole sequences only.");

    /// <summary>What it says of itself beyond the options (<see cref="IDescribes"/>).</summary>
    internal virtual IReadOnlyList<KeyValuePair<string, string>> Facts => [];

    /// <summary>Where there is padding, or undefined where there is none: padding comes first, so a row has some where it begins with some.</summary>
    protected static Tensor PaddingOf(Tensor items) => items.Select(1, 0).Eq(0).Any().Item() != 0 ? items.Eq(0) : default;

    /// <summary>Draws the matrices of some modules anew, normal, and sets what is added to 0: how transformers of language start.</summary>
    protected static void DrawMatrices(Init init, double deviation, params ReadOnlySpan<Module> modules)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        foreach (var module in modules)
            foreach (var (name, value) in module.Parameters)
                if (value.Rank > 1) value.CopyInPlace(init.Normal(value.Shape, deviation));
                else if (name.EndsWith("bias", StringComparison.Ordinal)) value.FillInPlace(0);
    }
}
