using Attune.Numerics;
using Attune.Trees;
using Microsoft.ML;

namespace Attune.Tests;

/// <summary>Trees copied from ML.NET against ML.NET's own predictions, and what is refused of a saved model.</summary>
public sealed class BoostedTreesTests
{
    static readonly BoostingOptions s_options = new(Trees: 60, Leaves: 12, LearningRate: 0.15, LeastRows: 5, FeatureFraction: 0.7, Seed: 3);

    sealed class Prediction
    {
        public float Score { get; set; }

        public float Probability { get; set; }
    }

    // Six numbers a row; a tenth of those of three columns are not known.
    static TreeRows Drawn(int count, int seed, float unknown)
    {
        var (rows, random) = (new TreeRows(6), ((Seed)seed).Stream());
        for (var r = 0; r < count; r++)
        {
            var values = Enumerable.Range(0, 6).Select(c => c < 3 && random.NextDouble() < 0.1 ? unknown : (float)(c == 1 ? random.NextInt(8) : 40 * random.NextDouble())).ToArray();
            values.CopyTo(rows.Add(random.NextDouble() < (values[0] > 20 ? 0.7 : values[1] < 0 ? 0.5 : values[3] / 80)));
        }
        return rows;
    }

    [Theory, InlineData(CalendarFeatures.Undefined), InlineData(float.NaN)]
    public void LogOdds_OfUnseenRows_AreThoseOfMlNet(float unknown)
    {
        var (learned, asked) = (Drawn(3000, 1, CalendarFeatures.Undefined), Drawn(2000, 2, unknown));
        var trees = TreeFit.Of(learned, s_options, FitContext.Default);
        var (ml, fitted) = (new MLContext(3), TreeFit.Train(learned, s_options, FitContext.Default));
        var predicted = ml.Data.CreateEnumerable<Prediction>(fitted.Transform(TreeFit.View(ml, asked)), reuseRowObject: false).ToArray();
        Assert.Equal(60, trees.Count);
        Assert.Equal(2000, predicted.Length);
        for (var r = 0; r < predicted.Length; r++)
        {
            var z = trees.LogOdds(asked[r]);
            Assert.Equal(-fitted.Model.Calibrator.Slope * predicted[r].Score - fitted.Model.Calibrator.Offset, z, 1e-5);
            Assert.Equal(predicted[r].Probability, 1 / (1 + Math.Exp(-z)), 1e-5);
        }
        Assert.True(predicted.Select(p => p.Probability).Distinct().Count() > 500);
    }

    // A stump on number 0, then a tree of two splits on number 1, by hand.
    static Weights Two(int[]? splits = null, int[]? features = null, int[]? below = null, int[]? above = null, float[]? leaves = null, float[]? thresholds = null) => new Weights()
        .Add("splits", splits ?? [1, 2, 0]).Add("features", features ?? [0, 1, 1]).Add("thresholds", thresholds ?? [5, 10, 3]).Add("below", below ?? [~0, 1, ~1]).Add("above", above ?? [~1, ~0, ~2])
        .Add("leaves", leaves ?? [1, 2, 10, 20, 30, 100]).Add("bias", [0.5f]);

    [Theory]
    [InlineData(5, 3, 121.5)]
    [InlineData(6, 4, 132.5)]
    [InlineData(0, 11, 111.5)]
    [InlineData(float.NaN, float.NaN, 112.5)]
    public void LogOdds_ByHand_FollowTheSplits(float first, float second, double expected) => Assert.Equal(expected, BoostedTrees.Read(Two(), 2).LogOdds([first, second]));

    public static TheoryData<string, Weights, string> Damaged => new()
    {
        { "feature", Two(features: [0, 1, 2]), "number 2 of rows of 2" },
        { "itself", Two(below: [0, 1, ~1]), "leads to 0" },
        { "back", Two(above: [~1, ~0, 0]), "leads to -2 and 0" },
        { "beyond", Two(below: [~0, 2, ~1]), "leads to 2" },
        { "no leaf", Two(above: [~1, ~3, ~2]), "leads to 1 and -4" },
        { "children", Two(below: [~0, 1]), "3 splits have 3 features, 3 thresholds and 2 and 3 children" },
        { "leaves", Two(leaves: [1, 2]), "3 trees of 3 splits have 2 leaves" },
        { "negative", Two(splits: [1, -2, 4]), "has -2 splits" },
        { "overflow", Two(splits: [int.MaxValue, int.MaxValue, 5]), "splits have 3 features" },
        { "no number", Two(leaves: [1, 2, 10, float.NaN, 30, 100]), "is no number" },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void Read_WhatDoesNotFitTogether_IsOneClearError(string what, Weights weights, string says)
    {
        var message = Assert.Throws<DataException>(() => BoostedTrees.Read(weights, 2)).Message;
        Assert.True(message.Contains(says, StringComparison.Ordinal) && message.EndsWith("train it again.", StringComparison.Ordinal), $"{what}: {message}");
    }
}
