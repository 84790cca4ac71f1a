namespace Attune.Cli;

/// <summary><c>attune data …</c>: what is done with events before any model.</summary>
static class DataCommand
{
    internal static Verb Create() => new("data", "Fetch, describe, check, convert, split, watch, select and push events; encode click rows.") { DataFetchCommand.Create(), DataDescribeCommand.Create(), DataLintCommand.Create(), DataConvertCommand.Create(), DataSplitCommand.Create(), DataDriftCommand.Create(), DataSelectCommand.Create(), DataClicksCommand.Create(), DataPushCommand.Create() };
}
