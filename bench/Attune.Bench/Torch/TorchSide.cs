using System.Diagnostics;
using System.Globalization;
using Attune.Neural;

namespace Attune.Bench;

/// <summary>One measurement of libtorch through Attune, in a process of its own: prints seconds for one operation. libtorch_side.py measures the same from Python.</summary>
static class TorchSide
{
    internal static int Run(string measure, string allocator)
    {
        Torch.OwnAllocator = allocator != "libtorch";
        if (allocator == "nothing-kept") Torch.KeepMemory(0);
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        Action work = measure switch
        {
            "add" => Add(),
            "product" => Product(),
            "big" => Big(),
            "activations" => Activations(),
            "steps" => Steps(),
            _ => throw new ArgumentException($"'{measure}' is not one of add, product, big, activations, steps."),
        };
        var seconds = measure == "add" ? Least(work, 2000) / Batch : Least(work, measure is "big" or "steps" ? 5 : 12);
        Console.WriteLine(seconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    const int Batch = 1000;

    // The least of many is what the machine can do; neighbors on it only add.
    static double Least(Action work, int times)
    {
        var least = double.MaxValue;
        for (var i = 0; i < times + 3; i++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            if (i >= 3) least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return least;
    }

    static Action Add()
    {
        var a = Tensor.Ones([4, 4]);
        return () =>
        {
            for (var i = 0; i < Batch; i++)
            {
                using var inner = new Scope();
                _ = a + a;
            }
        };
    }

    static Action Product()
    {
        var a = Matrix(2048, 2048);
        return () =>
        {
            using var inner = new Scope();
            _ = a.MatMul(a);
        };
    }

    static Action Big()
    {
        var a = Matrix(6400, 12102);
        return () =>
        {
            using var inner = new Scope();
            _ = (a * a).LogSoftmax(1);
        };
    }

    static Action Activations()
    {
        var a = Matrix(6400, 256);
        return () =>
        {
            using var inner = new Scope();
            _ = a.Gelu().Softmax(1).Exp();
        };
    }

    // What a training asks for: in each step 60 results that live until its end, of another length in every step.
    static Action Steps()
    {
        int[] lengths = [200, 83, 141, 52, 187, 110, 163, 71];
        return () =>
        {
            foreach (var length in lengths)
            {
                using var step = new Scope();
                for (var i = 0; i < 60; i++) _ = Tensor.Full([128, length, 128], i);
            }
        };
    }

    static Tensor Matrix(int rows, int columns) => Tensor.Of<float>(Drawn.Normal(rows * columns, 1), rows, columns);
}
