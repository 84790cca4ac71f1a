namespace Attune;

/// <summary>Relevance judgements of TREC: topic, iteration, document, grade, separated by blanks; the grade is the value of a judgement. <c>7 0 doc12 2</c></summary>
static class Qrels
{
    static readonly ColumnMap s_columns = new() { User = "0", Item = "2", Value = "3" };

    internal static void Read(Import run, string path) => Delimited.Read(run, path, " ", s_columns, header: false, EventKind.Judgement);
}
