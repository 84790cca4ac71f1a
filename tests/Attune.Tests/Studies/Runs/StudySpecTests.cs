using Attune.Studies;

namespace Attune.Tests;

public sealed class StudySpecTests
{
    [Theory]
    [InlineData("{", "line 1: this is not JSON")]
    [InlineData("[]", "the file must be an object in braces")]
    [InlineData("null", "the file must be an object in braces")]
    [InlineData("{}", "the file has no entry 'question'")]
    public void Read_NoStudy_SaysWhatIsWrong(string text, string hint) => Fails(text, hint);

    [Theory]
    [InlineData("\"question\"", "\"qestion\"", "there is no entry 'qestion'; there are question, data, models")]
    [InlineData("\"question\"", "\"qestion\"", "Did you mean 'question'?")]
    [InlineData("\"Which of them?\"", "\" \"", "question is empty")]
    [InlineData("[1, 2]", "[]", "seeds is an empty list")]
    [InlineData("[1, 2]", "[1, 1]", "seeds names '1' twice")]
    [InlineData("[1, 2]", "[1.5]", "seeds[0] is not what belongs there")]
    [InlineData("[1, 2]", "\"many\"", "seeds is not what belongs there")]
    [InlineData("[1, 2]", "null", "seeds is null")]
    [InlineData("\"ndcg@5\"", "\"ndgc@5\"", "Did you mean 'ndcg'?")]
    [InlineData("\"ndcg@5\"", "\"average-popularity@5\"", "watch: average-popularity@5 has no better end")]
    [InlineData("\"hit@5\"]", "\"hit@5\"], \"watch\": \"nothing\"", "nothing")]
    [InlineData("\"hit@5\"]", "\"hit@5\"], \"minutes\": 0", "minutes is 0")]
    [InlineData("\"name\": \"tiny\"", "\"name\": \"a/b\"", "must not be empty or hold a '/'")]
    [InlineData("\"file\": \"events.txt\", ", "", "data tiny has no entry 'file'")]
    [InlineData("\"split\": \"leave-last:1\", ", "", "data tiny needs either 'split' or 'held'")]
    [InlineData("\"split\": \"leave-last:1\"", "\"split\": \"leave-last:1\", \"held\": \"x.tsv\"", "take one of them out")]
    [InlineData("\"split\": \"leave-last:1\"", "\"split\": \"leave-lsat:1\"", "data tiny: split: 'leave-lsat:1' is not a way to split")]
    [InlineData("\"split\": \"leave-last:1\"", "\"split\": \"folds:5\"", "'folds:5' makes several splits")]
    [InlineData("\"validation\": \"leave-last:1\"", "\"validation\": \"time:2\"", "data tiny: validation: 'time:2'")]
    [InlineData("\"validation\": \"leave-last:1\"", "\"validationUsers\": 0", "validationUsers is 0")]
    [InlineData("\"validation\": \"leave-last:1\"", "\"candidates\": \"uniform:0\"", "the number must be whole and at least 1")]
    [InlineData(", \"validation\": \"leave-last:1\"", "", "patience needs validation data")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-kn\" }", "Did you mean 'item-knn'?")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"als\" }", "models names 'als' twice; every entry needs a name of its own (\"name\")")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"patience\": 3 }", "item-knn is not trained in epochs")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"minutes\": 3 }", "set patience too")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"data\": [\"big\"] }", "there is no data 'big'; there are tiny")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"options\": { \"neighbours\": 3 } }", "Did you mean 'neighbors'?")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"options\": { \"neighbors\": \"few\" } }", "neighbors = 'few' is not a whole number")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"seeds\": 0 }", "models item-knn: seeds is 0")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"start\": \"als\" }", "models item-knn: start: there is no 'als'; write DATA/MODEL")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"start\": \"tiny/als\" }", "only on tasks does a training start from another")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"tune\": { \"trials\": 0 } }", "models item-knn: tune.trials is 0")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"tune\": { } }", "models[0].tune has no entry 'trials'")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"tune\": { \"trials\": 2, \"spaec\": \"\" } }", "there is no entry 'models[0].tune.spaec'; there are trials, space. Did you mean 'space'?")]
    [InlineData("{ \"model\": \"item-knn\" }", "{ \"model\": \"item-knn\", \"tune\": { \"trials\": 2, \"space\": \"neighbours=2..9\" } }", "models item-knn: tune.space:")]
    [InlineData("{ \"model\": \"item-knn\" }", "7", "models[0] must be an object in braces")]
    [InlineData("\"epochs\": 3", "\"epochs\": 3, \"seed\": 4", "the seed is set by \"seeds\"")]
    [InlineData("\"epochs\": 3", "\"epochs\": -3", "epochs is -3; allowed")]
    [InlineData("\"patience\": 2", "\"patience\": -2", "patience is -2")]
    public void Read_OneThingWrong_IsOneClearSentenceThatNamesTheFile(string right, string wrong, string hint)
    {
        var spec = TinyStudy.Spec();
        Assert.Contains(right, spec, StringComparison.Ordinal);
        Fails(spec.Replace(right, wrong, StringComparison.Ordinal), hint);
    }

    [Theory]
    [InlineData("""{ "data": "tiny", "model": "als", "metric": "hit@5", "value": 0.5 }""", "published[0] has no entry 'source'")]
    [InlineData("""{ "data": "big", "model": "als", "metric": "hit@5", "value": 0.5, "source": "s" }""", "there is no data 'big'")]
    [InlineData("""{ "data": "tiny", "model": "svd", "metric": "hit@5", "value": 0.5, "source": "s" }""", "there is no model 'svd'")]
    [InlineData("""{ "data": "tiny", "model": "als", "metric": "hit@9", "value": 0.5, "source": "s" }""", "'hit@9' is not among the metrics ndcg@5, hit@5")]
    public void Read_PublishedValueThatFitsNothing_IsRefused(string published, string hint) => Fails(TinyStudy.Spec(more: $", \"published\": [{published}]"), hint);

    // Tasks have no validation data to search on: a search that would not be made is refused, not left out.
    [Fact]
    public void Read_TunedModelOnATask_IsRefused()
    {
        Trainers.Register(typeof(Neural.HybridSequence).Assembly);
        const string Task = """, { "name": "recall", "task": { "kind": "mqar" } } ],""";
        var spec = TinyStudy.Spec("""[ { "model": "hybrid-sequence", "tune": { "trials": 1 } } ]""").Replace("\"validation\": \"leave-last:1\" } ],", "\"validation\": \"leave-last:1\" }" + Task, StringComparison.Ordinal);
        Assert.Contains("mqar", spec, StringComparison.Ordinal);
        Fails(spec, "models hybrid-sequence: recall is a task, and options are searched on events only");
    }

    [Fact]
    public void Read_NoFile_NamesTheFile() => Assert.Contains("spec.json", Assert.Throws<DataException>(() => Study.Read(Path.GetTempPath())).Message, StringComparison.Ordinal);

    static void Fails(string text, string hint)
    {
        using var tiny = new TinyStudy();
        tiny.Write(text);
        var message = Assert.Throws<DataException>(() => tiny.Read()).Message;
        Assert.Contains(hint, message, StringComparison.Ordinal);
        Assert.Contains(Study.FileName, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
