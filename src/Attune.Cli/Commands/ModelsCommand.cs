namespace Attune.Cli;
static class ModelsCommand { internal static Verb Create() => new Verb("models", "All models.").Does(c => {}); }
