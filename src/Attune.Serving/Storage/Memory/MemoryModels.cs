namespace Attune.Serving;

/// <summary>The models of a space in memory.</summary>
sealed class MemoryModels
{
    readonly List<(ModelRecord Record, byte[] Content)> _models = [];

    internal IReadOnlyList<ModelRecord> All => [.. _models.Select(m => m.Record).OrderByDescending(m => m.Created).ThenByDescending(m => m.Version, StringComparer.Ordinal)];

    internal bool Put(ModelRecord model, byte[] content)
    {
        _models.RemoveAll(m => m.Record.Version == model.Version);
        _models.Add((model with { Bytes = content.Length, IsActive = false, Activation = 0 }, content));
        return true;
    }

    internal Stream? Open(string version) => _models.Where(m => m.Record.Version == version).Select(m => (Stream?)new MemoryStream(m.Content, writable: false)).FirstOrDefault();

    internal bool Activate(string version, string decision) => Change(version, decision, _models.Select(m => m.Record.Activation).DefaultIfEmpty().Max() + 1);

    internal bool RollBack(string version, string decision) =>
        _models.Find(m => m.Record.Version == version).Record is { Activation: > 0 } record && Change(version, decision, record.Activation);

    // The activations after this number are of models that give way.
    bool Change(string version, string decision, long activation)
    {
        if (_models.All(m => m.Record.Version != version)) return false;
        for (var i = 0; i < _models.Count; i++)
        {
            var (record, content) = _models[i];
            _models[i] = (record.Version == version ? record with { IsActive = true, Decision = decision, Activation = activation }
                : record with { IsActive = false, Activation = record.Activation > activation ? 0 : record.Activation }, content);
        }
        return true;
    }

    internal bool Withdraw(string decision)
    {
        var at = _models.FindIndex(m => m.Record.IsActive);
        if (at >= 0) _models[at] = (_models[at].Record with { IsActive = false, Decision = decision }, _models[at].Content);
        return at >= 0;
    }

    internal bool Delete(string version) => _models.RemoveAll(m => m.Record.Version == version && !m.Record.IsActive) > 0;
}
