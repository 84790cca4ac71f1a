using System.Text.Json;

namespace Attune.Serving;

sealed partial class SqlStore
{
    // One part of a model's bytes: what is in memory of it at any time.
    const int Part = 1 << 20;

    static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    public async Task PutModelAsync(ModelRecord model, Stream content, CancellationToken cancellation = default)
    {
        if (!StoredLimits.IsStorable(model.Version) || model.Version.Length is < 1 or > StoredLimits.LongestId) throw new ArgumentException($"A version of a model has 1 to {StoredLimits.LongestId} characters.", nameof(model));
        // The parts come first, each in a transaction of its own, so that events need not wait for a large model. Nobody sees them before the record names them; what a broken upload leaves goes a day later.
        var number = await WriteAsync(async (s, row) =>
        {
            await s.ExecuteAsync("DELETE FROM model_parts WHERE space = $1 AND stored < $2 AND content NOT IN (SELECT content FROM models WHERE space = $1)", row.Id, Columns.Ticks(storage.Time.GetUtcNow() - Forgotten)).ConfigureAwait(false);
            return ++row.LastChange;
        }, cancellation).ConfigureAwait(false);
        var bytes = await PutPartsAsync(number, content, cancellation).ConfigureAwait(false);
        var record = JsonSerializer.Serialize(model with { Bytes = bytes, IsActive = false, Activation = 0 }, StoredJson.Default.ModelRecord);
        await WriteAsync(async (s, row) =>
        {
            await ForgetModelAsync(s, row.Id, model.Version).ConfigureAwait(false);
            return await s.ExecuteAsync("INSERT INTO models (space, version, created, content, record, active, activation, decision) VALUES ($1, $2, $3, $4, $5, FALSE, 0, $6)",
                row.Id, model.Version, Columns.Ticks(model.Created), number, record, StoredLimits.Clean(model.Decision)).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<ModelRecord>> ModelsAsync(CancellationToken cancellation = default) => ReadAsync<IReadOnlyList<ModelRecord>>(async (s, id) => await s.ListAsync(
        $"SELECT {Columns.Model} FROM models WHERE space = $1 ORDER BY created DESC, version DESC", Columns.ReadModel, [id], cancellation).ConfigureAwait(false), cancellation);

    public async Task<Stream?> OpenModelAsync(string version, CancellationToken cancellation = default)
    {
        var (id, number) = await ReadAsync(async (s, id) => (id, await s.NumberAsync("SELECT content FROM models WHERE space = $1 AND version = $2", [id, version], cancellation).ConfigureAwait(false)), cancellation).ConfigureAwait(false);
        return number == 0 ? null : new PartsStream(async (part, ct) => (await storage.ReadAsync(s => s.ListAsync(
            "SELECT bytes FROM model_parts WHERE space = $1 AND content = $2 AND part = $3", r => r.GetFieldValue<byte[]>(0), [id, number, part], ct), ct).ConfigureAwait(false)).FirstOrDefault());
    }

    public Task<bool> ActivateModelAsync(string version, string decision, CancellationToken cancellation = default) => WriteAsync(async (s, row) =>
        await ChangeActiveAsync(s, row.Id, version, decision, 1 + await s.NumberAsync("SELECT MAX(activation) FROM models WHERE space = $1", [row.Id]).ConfigureAwait(false)).ConfigureAwait(false), cancellation);

    public Task<bool> RollBackModelAsync(string version, string decision, CancellationToken cancellation = default) => WriteAsync(async (s, row) =>
    {
        var activation = await s.NumberAsync("SELECT activation FROM models WHERE space = $1 AND version = $2", [row.Id, version]).ConfigureAwait(false);
        return activation > 0 && await ChangeActiveAsync(s, row.Id, version, decision, activation).ConfigureAwait(false);
    }, cancellation);

    public Task<bool> WithdrawModelAsync(string decision, CancellationToken cancellation = default) => WriteAsync(async (s, row) =>
        await s.ExecuteAsync("UPDATE models SET active = FALSE, decision = $2 WHERE space = $1 AND active", row.Id, StoredLimits.Clean(decision)).ConfigureAwait(false) > 0, cancellation);

    public Task<bool> DeleteModelAsync(string version, CancellationToken cancellation = default) => WriteAsync(async (s, row) =>
        await s.NumberAsync("SELECT COUNT(*) FROM models WHERE space = $1 AND version = $2 AND NOT active", [row.Id, version]).ConfigureAwait(false) > 0
        && await ForgetModelAsync(s, row.Id, version).ConfigureAwait(false), cancellation);

    // The activations after this number are of models that give way.
    static async Task<bool> ChangeActiveAsync(SqlSession s, int id, string version, string decision, long activation)
    {
        var changed = await s.ExecuteAsync("UPDATE models SET active = TRUE, activation = $3, decision = $4 WHERE space = $1 AND version = $2", id, version, activation, StoredLimits.Clean(decision)).ConfigureAwait(false);
        if (changed == 0) return false;
        await s.ExecuteAsync("UPDATE models SET active = FALSE, activation = CASE WHEN activation > $3 THEN 0 ELSE activation END WHERE space = $1 AND version <> $2", id, version, activation).ConfigureAwait(false);
        return true;
    }

    static async Task<bool> ForgetModelAsync(SqlSession s, int id, string version)
    {
        await s.ExecuteAsync("DELETE FROM model_parts WHERE space = $1 AND content IN (SELECT content FROM models WHERE space = $1 AND version = $2)", id, version).ConfigureAwait(false);
        return await s.ExecuteAsync("DELETE FROM models WHERE space = $1 AND version = $2", id, version).ConfigureAwait(false) > 0;
    }

    async Task<long> PutPartsAsync(long number, Stream content, CancellationToken cancellation)
    {
        var (buffer, total) = (new byte[Part], 0L);
        for (var part = 0; ; part++)
        {
            var read = await content.ReadAtLeastAsync(buffer, Part, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            if (read == 0) return total;
            var (bytes, place) = (read == Part ? buffer : buffer[..read], part);
            await WriteAsync((s, row) => s.ExecuteAsync("INSERT INTO model_parts (space, content, part, stored, bytes) VALUES ($1, $2, $3, $4, $5)",
                row.Id, number, place, Columns.Ticks(storage.Time.GetUtcNow()), bytes), cancellation).ConfigureAwait(false);
            total += read;
        }
    }
}
