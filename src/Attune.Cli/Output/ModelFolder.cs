namespace Attune.Cli;

/// <summary>A folder that a model is to be kept in.</summary>
static class ModelFolder
{
    /// <summary>The path, if a model can be kept there: refused before hours of training rather than after.</summary>
    internal static string Checked(string path)
    {
        if (path.AsSpan().IsWhiteSpace()) throw new UsageException("--out is empty; name a folder.");
        if (File.Exists(path)) throw new UsageException($"--out: {path} is a file; name a folder.");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !Recommender.IsSaved(path))
            throw new UsageException($"--out: {path} is not empty and holds no model; name a new folder.");
        OutputFile.ProbeFolder(path);
        return path;
    }
}
