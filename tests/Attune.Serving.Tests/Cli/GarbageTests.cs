using Attune.Cli;

namespace Attune.Serving.Tests;

/// <summary>What a hurried user writes: each is refused in one line that says, in the user's words, what to write.</summary>
public sealed class GarbageTests(Shop shop) : IClassFixture<Shop>
{
    [Theory]
    [InlineData("evaluate --seed many", "--seed: 'many' is not a whole number")]
    [InlineData("evaluate --relevant abc", "--relevant: 'abc' is not a number")]
    [InlineData("evaluate --seen maybe", "--seen: 'maybe' is not one of exclude, include, only")]
    [InlineData("evaluate --bad-rows maybe", "'maybe' is not one of fail, skip")]
    [InlineData("evaluate --data a --data b", "--data is written twice")]
    [InlineData("evaluate --data", "--data lacks its FILE")]
    [InlineData("train", "attune train needs NAME, --out DIR.")]
    [InlineData("train ease --data x", "attune train needs --out DIR.")]
    [InlineData("evaluate --model ease --data {data} --format xml", "The format 'xml' is not known")]
    [InlineData("evaluate --model ease --data {data} --encoding klingon", "The encoding 'klingon' is not known")]
    [InlineData("evaluate --model ease --data {data} --metrics ndgc@10", "Did you mean 'ndcg'?")]
    [InlineData("evaluate --model eas --data {data}", "neither a model nor a folder 'eas'")]
    [InlineData("evaluate --model ./nowhere --data {data}", "there is no folder ./nowhere")]
    [InlineData("compare --models ease,ease --data {data}", "Two of the models are the same, options included: ease. Name each once.")]
    [InlineData("evaluate --model {model} --test {data} --data {data}", "leave out --data and --split")]
    [InlineData("evaluate --recommendations x --test {data} --split time:0.2", "leave out --data and --split")]
    [InlineData("evaluate --recommendations x --test {data} --model ease", "leave out --model and --set")]
    [InlineData("evaluate --recommendations x --test {data} --candidates uniform:9", "--candidates: the lists are made already")]
    [InlineData("evaluate --model ease --data {data} --candidates uniform:none", "--candidates: 'uniform:none' is not a way to draw candidates")]
    [InlineData("evaluate --model ease --data {data} --candidates nowhere", "--candidates: 'nowhere' is neither a file nor a way")]
    [InlineData("recommend --model {model} --user u1 --only red", "not of the form feature=value")]
    [InlineData("data convert {data} --out events.parquet", "only .csv and .tsv files are written")]
    public void CommandLine_Wrong_IsRefusedInTheUsersWords(string line, string says)
    {
        var ran = Tool.Run(line.Replace("{data}", shop.Ratings, StringComparison.Ordinal).Replace("{model}", shop.Model, StringComparison.Ordinal).Split(' '));
        var complaint = ran.Failed(ExitCode.Misused);
        Assert.Contains(says, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", complaint, StringComparison.Ordinal);
        Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory, InlineData("train", "ease", "--data", "x", "--out", ""), InlineData("recommend", "--model", "ease", "--all", "--out", "")]
    public void Out_Empty_IsRefusedBeforeAnyWork(params string[] args) => Assert.Contains("--out is empty", Tool.Run(args).Failed(ExitCode.Misused), StringComparison.Ordinal);

    [Fact]
    public void Data_EmptyPath_SaysWhatIsEmpty() => Assert.Contains("path of the events is empty", Tool.Run("data", "describe", "").Failed(ExitCode.Failed), StringComparison.Ordinal);

    [Fact]
    public void Weights_OfAKindThatNoEventHas_AreNoted() =>
        Assert.Contains("no event of ratings.csv is of the kind 'vue'", Tool.Run("data", "describe", shop.Ratings, "--weights", "vue=1").Succeeded().Error, StringComparison.Ordinal);

    [Fact]
    public void Recommend_NothingLeft_SaysThatItemsWereFilteredOut()
    {
        var notes = Tool.Run("recommend", "--model", shop.Model, "--user", "u1", "--only", "colour=green").Succeeded().Error;
        Assert.Contains("--only, and the items of the history, leave none", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing to recommend", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Similar_WordsForAModelThatReadsNone_SaysSo() =>
        Assert.Contains("item-knn does not read words", Tool.Run("similar", "--model", shop.Model, "--text", "red").Succeeded().Error, StringComparison.Ordinal);

    [Fact]
    public void Evaluate_Folds_SaysWhatHoldsForAllOfThemOnce() =>
        Assert.Single(Tool.Json($"evaluate --model item-knn --data {shop.Ratings} --split folds:3 --metrics rmse,ndcg@10").GetProperty("notes").EnumerateArray(),
            n => n.GetString()!.Contains("rmse is undefined", StringComparison.Ordinal));
}
