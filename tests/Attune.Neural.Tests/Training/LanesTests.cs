namespace Attune.Neural.Tests;

/// <summary>Lanes against their parts one after the other.</summary>
public sealed class LanesTests
{
    [TorchFact]
    public void Learn_ThreeLanes_GivesTheGradientsOfThePartsInTurn()
    {
        using var scope = new Scope();
        using var alone = new FeedForward(new Init(1), 6, 8);
        foreach (var part in Parts) Learn(alone, part);
        var networks = Enumerable.Range(1, 3).Select(seed => new FeedForward(new Init(seed), 6, 8)).ToArray();
        using var first = networks[0];
        var before = Scope.LiveTensors;
        using (var lanes = new Lanes([.. networks.Select(n => new Lanes.Lane(n, part => Learn(n, part)))]))
        {
            var (loss, cells) = lanes.Learn(Parts);
            Assert.Equal(6, loss, 1e-6);
            Assert.Equal(3, cells);
            foreach (var (expected, found) in alone.Parameters.Zip(first.Parameters)) Assert.True(expected.Value.Gradient.EqualTo(found.Value.Gradient), expected.Name);
            // What the optimizer changes in the first is what the others see.
            first.Parameters.First().Value.Span<float>()[0] = 7;
            Assert.Equal(7, networks[2].Parameters.First().Value.Span<float>()[0]);
        }
        Assert.True(Scope.LiveTensors <= before);
    }

    [TorchFact]
    public void Learn_ALaneThatFails_ThrowsItsError()
    {
        using var scope = new Scope();
        using var first = new FeedForward(new Init(1), 6, 8);
        var second = new FeedForward(new Init(1), 6, 8);
        using var lanes = new Lanes(new Lanes.Lane(first, part => Learn(first, part)), new Lanes.Lane(second, _ => throw new DataException("lane 1 is out of rows")));
        Assert.Equal("lane 1 is out of rows", Assert.Throws<DataException>(() => lanes.Learn(Parts[..2])).Message);
    }

    static Part[] Parts => [new(0, 0, 0, 3), new(0, 0, 1, 3), new(0, 0, 2, 3)];

    static Learned Learn(FeedForward network, Part part)
    {
        var x = new Init(10 + part.Index).Normal([4, 6], 1);
        Gradients.Backward(network.Forward(x).Square().Sum());
        return new Learned(Tensor.Full([], 1 + part.Index), 1, 1);
    }
}
