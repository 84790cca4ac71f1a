namespace Attune.Cli;

/// <summary><c>attune systems</c>: the table of docs/systems.md, which is embedded in the tool, so that there is no second copy.</summary>
static class SystemsCommand
{
    internal static Verb Create() => new Verb("systems", "What a shop may ask, the command that answers it, and whether it is built yet.", "attune systems", "attune systems --json").Does(call =>
    {
        var rows = Read();
        call.Answer(new { systems = rows.Select(r => new { id = r[0], question = r[1], command = r[2], system = r[3], status = r[4] }) },
            new Report("The twenty systems")
            {
                Lead = "What a shop wants to know, what it types, and whether it is built yet.",
                Sections = [new("") { Tables = [new Table(["id", "question of a shop", "command", "system", "status"], rows.Select(r => (IReadOnlyList<Cell>)[r[0], r[1], r[2], r[3], r[4]]))] }],
            });
    });

    // The rows of the one Markdown table, without the header and the rule below it; code marks are for readers of Markdown only.
    static List<string[]> Read()
    {
        using var reader = new StreamReader(typeof(SystemsCommand).Assembly.GetManifestResourceStream("systems.md")!);
        return [.. reader.ReadToEnd().Split('\n')
            .Where(line => line.StartsWith("| S", StringComparison.Ordinal))
            .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray())];
    }
}
