namespace Attune.Neural;

/// <summary>The network of <see cref="NeuMf"/>.</summary>
sealed class NeuMfNetwork : Module
{
    internal const string UserFactors = "user_factors.weight", ItemFactors = "item_factors.weight", UserInput = "user_input.weight", ItemInput = "item_input.weight";

    readonly Tensor _userFactors, _itemFactors, _userInput, _itemInput;
    readonly Linear[] _layers;
    readonly Linear _output;

    internal NeuMfNetwork(Init init, int users, int items, NeuMf options)
    {
        var widths = WidthsOf(options);
        Tensor Table(string name, int rows, int width) => Add(name, () => init.Normal([rows, width], options.Deviation), isTable: true);
        (_userFactors, _itemFactors) = (Table(UserFactors, users, options.Width), Table(ItemFactors, items, options.Width));
        (_userInput, _itemInput) = (Table(UserInput, users, widths[0]), Table(ItemInput, items, widths[0]));
        _layers = [.. widths.Select((w, l) => Add($"layers.{l}", new Linear(init, l == 0 ? 2 * w : widths[l - 1], w)))];
        _output = Add("output", new Linear(init, 2 * options.Width, 1));
    }

    /// <summary>The widths of the layers' results, that of the vectors that enter first.</summary>
    internal static int[] WidthsOf(NeuMf options) => [.. Enumerable.Range(0, options.Layers).Select(l => options.Width << (options.Layers - 1 - l))];

    /// <summary>What the rows of a tensor stand for; null for those of layers.</summary>
    internal static RowIds? RowsOf(string name) => name is UserFactors or UserInput ? RowIds.Users : name is ItemFactors or ItemInput ? RowIds.Items : null;

    /// <summary>Scores of pairs, n rows of users and items → n.</summary>
    internal Tensor Forward(Tensor users, Tensor items)
    {
        using var scope = new Scope();
        var product = _userFactors.IndexSelect(0, users) * _itemFactors.IndexSelect(0, items);
        var x = Tensor.Cat([_userInput.IndexSelect(0, users), _itemInput.IndexSelect(0, items)], 1);
        foreach (var layer in _layers) x = layer.Forward(x).Relu();
        return scope.Return(_output.Forward(Tensor.Cat([product, x], 1)).Squeeze(1));
    }

    /// <summary>The mean binary cross-entropy of a batch and what was drawn against it.</summary>
    internal Tensor Loss(PairBatch batch)
    {
        using var scope = new Scope();
        var (n, k, device) = (batch.Count, batch.Drawn, _userFactors.Device);
        int[] users = [.. batch.Users, .. Enumerable.Range(0, n * k).Select(e => batch.Users[e / k])];
        var scores = Forward(PairBatch.Rows(users, device), PairBatch.Rows([.. batch.Items, .. batch.Negatives], device));
        // −log σ(s) of a yes and −log(1 − σ(s)) of a no.
        return scope.Return(((-scores.Narrow(0, 0, n)).Softplus().Sum() + scores.Narrow(0, n, n * k).Softplus().Sum()) / (n * (1 + k)));
    }

    /// <summary>Adds the gradients of a batch's mean loss times its share, and gives the mean, detached.</summary>
    internal Tensor Backward(PairBatch batch)
    {
        using var scope = new Scope();
        var loss = Loss(batch);
        Gradients.Backward(loss * batch.Share);
        return scope.Return(loss.Detach());
    }
}
