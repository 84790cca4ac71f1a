using System.Text;

namespace Attune.Studies;

/// <summary>
/// The file of a study's results: a header, then one line of CSV for every finished cell, on the disk before the next cell begins. A last line that was cut off
/// is dropped when the file is opened again. One process writes at a time.
/// </summary>
sealed class ResultsFile : IDisposable
{
    readonly FileStream _lock, _file;
    readonly List<CellResult> _lines;

    ResultsFile(FileStream mine, FileStream file, List<CellResult> lines) => (_lock, _file, _lines) = (mine, file, lines);

    /// <summary>All lines, in the order they were written.</summary>
    internal IReadOnlyList<CellResult> Lines => _lines;

    internal static ResultsFile Open(string path, Study study)
    {
        // The results themselves are not locked, so that a report can be made while a study runs.
        var mine = Opened(path + ".lock", FileShare.None, FileOptions.DeleteOnClose);
        FileStream? file = null;
        try
        {
            file = Opened(path, FileShare.ReadWrite, FileOptions.None);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            var results = new ResultsFile(mine, file, CellLine.ReadAll(path, Encoding.UTF8.GetString(bytes, 0, whole), study));
            file.SetLength(whole);
            file.Position = whole;
            if (whole == 0) results.Write(CellLine.Header(study));
            return results;
        }
        catch
        {
            file?.Dispose();
            mine.Dispose();
            throw;
        }
    }

    /// <summary>The lines of a file that is only read; none where there is no file.</summary>
    internal static IReadOnlyList<CellResult> Read(string path, Study study)
    {
        if (!File.Exists(path)) return [];
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return CellLine.ReadAll(path, text[..(text.LastIndexOf('\n') + 1)], study);
    }

    internal void Append(CellResult result, Study study)
    {
        Write(CellLine.Of(result, study));
        _lines.Add(result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    void Write(string line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
    }

    static FileStream Opened(string path, FileShare share, FileOptions options)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, 4096, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The results {path} cannot be written: {e.Message.TrimEnd('.')}. End another run of this study, or see that the folder is there and may be written.", e);
        }
    }
}
