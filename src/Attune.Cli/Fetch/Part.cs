using System.Net.Http.Headers;

namespace Attune.Cli;

/// <summary>What an earlier try has left of a file, and beside it where it came from and what tells that version of the file from others (its ETag, else its date).</summary>
sealed class Part(string path, Uri url)
{
    string Origin => path + ".from";

    /// <summary>Where the bytes lie.</summary>
    internal string Path => path;

    /// <summary>The version of the file that the bytes are of; null where there is nothing to go on from: no bytes, those of another address, or of a version that could not be told.</summary>
    internal RangeConditionHeaderValue? Version => File.Exists(path) && File.Exists(Origin) && File.ReadAllLines(Origin) is [var from, var version]
        && from == url.AbsoluteUri && RangeConditionHeaderValue.TryParse(version, out var condition) ? condition : null;

    /// <summary>Begins anew with the file of this response.</summary>
    internal void Begin(HttpResponseMessage response)
    {
        Delete();
        var version = response.Headers.ETag is { IsWeak: false } tag ? new RangeConditionHeaderValue(tag)
            : response.Content.Headers.LastModified is { } date ? new RangeConditionHeaderValue(date) : null;
        if (version is not null) File.WriteAllLines(Origin, [url.AbsoluteUri, version.ToString()]);
    }

    /// <summary>Gives the bytes their name.</summary>
    internal void Complete(string name)
    {
        File.Move(path, name, overwrite: true);
        Delete();
    }

    /// <summary>Removes what was left.</summary>
    internal void Delete()
    {
        File.Delete(path);
        File.Delete(Origin);
    }
}
