namespace Attune;

static class Trainers
{
    internal static ITrainer Create(string name, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var type = Array.Find(typeof(Trainers).Assembly.GetExportedTypes(), t => t.IsAssignableTo(typeof(ITrainer)) && t.IsClass && Options.NameOf(t) == name);
        return type is null ? throw new ArgumentException($"There is no model '{name}'.") : Options.With((ITrainer)Activator.CreateInstance(type)!, settings);
    }
}
