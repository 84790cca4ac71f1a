using System.Diagnostics;

namespace Attune.Serving.Tests;

/// <summary>Gorse's own client for Node.js, as it comes from the registry, against the whole server.</summary>
public sealed class GorseJsTests : IDisposable
{
    const string Package = "gorsejs@0.4.8";

    // What the package needs and does not name among its dependencies.
    const string Beside = "tslib@2.8.1";

    readonly string _folder = Directory.CreateTempSubdirectory("attune-gorsejs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Client_EveryCall_WorksUnchanged()
    {
        Assert.SkipUnless(await RunAsync("node", "--version") is (0, _), "Node.js is not installed: apt-get install nodejs npm.");
        var (code, output) = await RunAsync("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", _folder, Package, Beside);
        Assert.SkipUnless(code == 0, $"npm could not install {Package}: {output}");
        await File.WriteAllTextAsync(Path.Combine(_folder, "conversation.js"), Conversation, TestContext.Current.CancellationToken);
        foreach (var store in new[] { "memory", $"sqlite:{Path.Combine(_folder, "store")}" })
        {
            await using var site = await Site.StartAsync(o =>
            {
                o.Store = store;
                o.Api.Keys.Add(new ApiKeyOptions { Name = "shop", Hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("secret"u8)) });
            });
            var (ended, said) = await RunAsync("node", Path.Combine(_folder, "conversation.js"), site.Client.BaseAddress!.ToString().TrimEnd('/'));
            Assert.True(ended == 0, $"{store}: {said}");
            Assert.EndsWith("all calls answered", said.Trim(), StringComparison.Ordinal);
        }
    }

    async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder } };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{program} took more than 90 seconds.");
        }
    }

    const string Conversation = """
        const assert = require("node:assert/strict");
        const { Gorse, GorseException } = require("gorsejs");

        const time = "2022-08-07T00:26:46Z";
        const feedback = (FeedbackType, UserId, ItemId) => ({ FeedbackType, UserId, ItemId, Timestamp: time });
        const refused = code => e => e instanceof GorseException && e.code === code;

        async function main() {
            const client = new Gorse({ endpoint: process.argv[2], secret: "secret" });

            await assert.rejects(new Gorse({ endpoint: process.argv[2], secret: "wrong" }).getUsers(), refused(401));

            assert.equal(await client.insertUser({ UserId: "100", Labels: ["a", "b", "c"], Comment: "comment" }), 1);
            assert.deepEqual(await client.getUser("100"), { UserId: "100", Labels: ["a", "b", "c"], Comment: "comment" });
            assert.equal(await client.updateUser("100", { Comment: "changed" }), 1);
            assert.equal((await client.getUser("100")).Comment, "changed");
            assert.equal(await client.insertUsers([{ UserId: "101" }, { UserId: "102" }]), 2);
            const first = await client.getUsers({ n: 2 });
            assert.deepEqual(first.Users.map(u => u.UserId), ["100", "101"]);
            assert.deepEqual((await client.getUsers({ n: 2, cursor: first.Cursor })).Users.map(u => u.UserId), ["102"]);
            assert.deepEqual((await client.getUsers({ n: 2, Cursor: first.Cursor })).Users.map(u => u.UserId), ["102"]);
            assert.equal(await client.deleteUser("100"), 1);
            await assert.rejects(client.getUser("100"), refused(404));

            const item = { ItemId: "100", IsHidden: true, Labels: ["a", "b", "c"], Categories: ["d", "e"], Timestamp: time, Comment: "comment" };
            assert.equal(await client.upsertItem(item), 1);
            assert.deepEqual(await client.getItem("100"), item);
            assert.equal(await client.updateItem("100", { IsHidden: false }), 1);
            assert.equal(await client.insertItemCategory("100", "f"), 1);
            assert.equal(await client.deleteItemCategory("100", "d"), 1);
            assert.deepEqual((await client.getItem("100")).Categories, ["e", "f"]);
            assert.equal(await client.upsertItems(["200", "300", "400"].map((ItemId, i) => ({ ItemId, IsHidden: false, Categories: ["x"], Timestamp: `2023-01-0${i + 1}T00:00:00Z` }))), 3);
            assert.deepEqual((await client.getItems({ n: 10 })).Items.map(i => i.ItemId), ["100", "200", "300", "400"]);

            assert.equal(await client.insertFeedbacks([feedback("like", "101", "100"), feedback("like", "102", "100"), feedback("like", "102", "200"), feedback("read", "101", "300")]), 4);
            assert.equal(await client.upsertFeedbacks([feedback("like", "103", "500")]), 1);
            assert.equal((await client.getFeedback({ type: "like", userId: "101", itemId: "100" })).Timestamp, time);
            assert.equal((await client.getFeedbacks(undefined, { n: 100 })).Feedback.length, 5);
            assert.equal((await client.getFeedbacks("read")).Feedback.length, 1);
            assert.equal((await client.getUserFeedback("101")).length, 2);
            assert.equal((await client.getUserFeedbackByType("101", "read")).length, 1);
            assert.equal((await client.getItemFeedback("100")).length, 2);
            assert.equal((await client.getItemFeedbackByType("100", "like")).length, 2);
            assert.equal((await client.deleteFeedback({ type: "like", userId: "103", itemId: "500" })).RowAffected, 1);

            assert.deepEqual(await client.getLatest({ cursorOptions: { n: 2 } }), [{ Id: "400", Score: 1672704000 }, { Id: "300", Score: 1672617600 }]);
            assert.deepEqual((await client.getLatest({ category: "e" })).map(s => s.Id), ["100"]);
            assert.equal((await client.getPopular({}))[0].Id, "100");
            assert.deepEqual((await client.getPopular({ category: "x", cursorOptions: { n: 1 } })).map(s => s.Id), ["200"]);
            const list = await client.getRecommend({ userId: "101", cursorOptions: { n: 10 } });
            assert.ok(list.includes("200") && list.includes("400") && !list.includes("100") && !list.includes("300"), `recommended: ${list}`);
            const written = await client.getRecommend({ userId: "101", category: "x", writeBackType: "read", writeBackDelay: "0s", cursorOptions: { n: 1 } });
            assert.equal(written.length, 1);
            assert.ok((await client.getUserFeedbackByType("101", "read")).some(f => f.ItemId === written[0]));
            assert.ok(!(await client.getRecommend({ userId: "101" })).includes(written[0]));
            const session = await client.getSessionRecommend([feedback("like", "anybody", "100")], { cursorOptions: { n: 3 } });
            assert.ok(Array.isArray(session) && session.every(s => s.Id !== "100" && typeof s.Score === "number"));
            assert.ok(Array.isArray(await client.getItemNeighbors({ itemId: "100" })));
            assert.ok(Array.isArray(await client.getUserNeighbors({ userId: "101" })));
            assert.equal(await client.deleteItem("100"), 1);
            await assert.rejects(client.getItem("100"), refused(404));
            await assert.rejects(client.insertFeedbacks({}), refused(400));
            console.log("all calls answered");
        }

        main().catch(e => { console.error(e); process.exit(1); });
        """;
}
