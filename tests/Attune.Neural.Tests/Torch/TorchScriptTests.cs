using Attune.Tests;

namespace Attune.Neural.Tests;

public sealed class TorchScriptTests : IDisposable
{
    const string Make = """
        import sys, torch
        class Net(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.layer = torch.nn.Linear(3, 2)
                self.drop = torch.nn.Dropout(0.5)
            def forward(self, x):
                return self.drop(self.layer(x))
            @torch.jit.export
            def both(self, x, y):
                return x + y, [x - y, x * y]
        torch.manual_seed(1)
        net = Net()
        torch.jit.script(net).save(sys.argv[1])
        print(net.eval()(torch.arange(6.).reshape(2, 3)).tolist())
        """;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TorchFact]
    public void Forward_OfANetworkMadeInPython_GivesItsNumbersWithoutDropout()
    {
        var path = _folder.At("net.pt");
        var expected = PyTorch.Script(_folder.Write("make.py", Make), path).EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(v => v.GetSingle()).ToArray();
        var before = Scope.LiveTensors;
        using (var scope = new Scope())
        using (var network = new TorchScript(path))
        {
            var x = Tensor.Range(0, 6).To(DType.Float32).Reshape(2, 3);
            var answer = network.Forward(x)[0].ToArray<float>();
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], answer[i], 1e-5f);
            var three = network.Run("both", x, x);
            Assert.Equal([30, 0, 55], three.Select(t => t.Sum().Item()));
            Assert.Contains("Running nothing of", Assert.Throws<TorchException>(() => network.Run("nothing", x)).Message, StringComparison.Ordinal);
        }
        Assert.Equal(before, Scope.LiveTensors);
    }

    [TorchFact]
    public void Load_Garbage_NamesTheFile()
    {
        var path = _folder.Write("net.pt", "This is no network.");
        Assert.StartsWith($"Loading {path} as TorchScript: ", Assert.Throws<TorchException>(() => new TorchScript(path)).Message, StringComparison.Ordinal);
        Assert.Contains("no file", Assert.Throws<FileNotFoundException>(() => new TorchScript(_folder.At("nowhere.pt"))).Message, StringComparison.Ordinal);
    }
}
