namespace Attune.Serving;

/// <summary>The models of a space in memory.</summary>
sealed class MemoryModels
{
    readonly List<(ModelRecord Record, byte[] Content)> _models = [];

    internal IReadOnlyList<ModelRecord> All => [.. _models.Select(m => m.Record).OrderByDescending(m => m.Created).ThenByDescending(m => m.Version, StringComparer.Ordinal)];

    internal bool Put(ModelRecord model, byte[] content)
    {
        _models.RemoveAll(m => m.Record.Version == model.Version);
        _models.Add((model with { Bytes = content.Length, IsActive = false, Activated = null }, content));
        return true;
    }

    internal Stream? Open(string version) => _models.Where(m => m.Record.Version == version).Select(m => (Stream?)new MemoryStream(m.Content, writable: false)).FirstOrDefault();

    internal bool Activate(string version, string decision, DateTimeOffset now)
    {
        if (_models.All(m => m.Record.Version != version)) return false;
        for (var i = 0; i < _models.Count; i++)
        {
            var (record, content) = _models[i];
            var isIt = record.Version == version;
            _models[i] = (record with { IsActive = isIt, Decision = isIt ? decision : record.Decision, Activated = isIt ? now : record.Activated }, content);
        }
        return true;
    }

    internal bool Delete(string version) => _models.RemoveAll(m => m.Record.Version == version && !m.Record.IsActive) > 0;
}
