namespace Attune.Serving;

/// <summary>A folder for one piece of work, readable by this user alone; its name is made by the system, never from input. Gone when the work is done.</summary>
sealed class WorkFolder : IDisposable
{
    /// <summary>The folder.</summary>
    internal string Path { get; } = Directory.CreateTempSubdirectory("attune-model-").FullName;

    /// <summary>A place inside.</summary>
    internal string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left lies in the system's folder for temporary files, and no answer depends on it.
        }
    }
}
