using System.Text;

namespace Attune;

/// <summary>The text of one file, plain or gz: decoded strictly, refused where it is not text, with progress and cancellation.</summary>
sealed class SourceText : IDisposable
{
    const int Megabyte = 1 << 20;
    readonly StreamReader _reader;
    readonly FileStream _raw;
    readonly Import _run;
    readonly bool _zipped, _quiet;
    long _reported;

    SourceText(string path, FileStream raw, bool zipped, Encoding encoding, Import run, bool quiet)
    {
        (Path, _raw, _run, _zipped, _quiet) = (path, raw, run, zipped, quiet);
        Stream stream = zipped ? new WholeGzip(raw) : raw;
        _reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
    }

    /// <summary>The file as it was named.</summary>
    internal string Path { get; }

    internal static SourceText Open(string path, Import run, string? encoding = null, bool quiet = false)
    {
        if (!File.Exists(path)) throw Missing(path);
        FileStream raw;
        try
        {
            raw = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new DataException($"{path} cannot be opened: {e.Message.TrimEnd('.')}. Check its permissions and whether another program holds it.", e);
        }
        Span<byte> magic = stackalloc byte[4];
        magic = magic[..raw.ReadAtLeast(magic, 4, throwOnEndOfStream: false)];
        raw.Position = 0;
        var zipped = magic.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);
        if (Trouble(path, magic, zipped) is not { } trouble) return new SourceText(path, raw, zipped, EncodingOf(encoding ?? run.Options.Encoding), run, quiet);
        raw.Dispose();
        throw new DataException(trouble);
    }

    internal static DataException Missing(string path) => new($"There is no file or folder '{path}' (looked for at {System.IO.Path.GetFullPath(path)}). Check the path.");

    static string? Trouble(string path, ReadOnlySpan<byte> magic, bool zipped)
    {
        if (magic.IsEmpty) return $"{path} is empty (0 bytes). Check how it was made.";
        if (magic.StartsWith("PK\u0003\u0004"u8)) return $"{path} is a zip archive (or a spreadsheet); unpack it, or export it as CSV.";
        if (magic is [0x89, (byte)'P', (byte)'N', (byte)'G'] or [0xff, 0xd8, 0xff, _] || magic.StartsWith("%PDF"u8) || magic.StartsWith("GIF8"u8))
            return $"{path} is a picture or a printed page, not a table; name the file with the events.";
        if (magic.StartsWith("<!"u8) || magic.StartsWith("<ht"u8) || magic.StartsWith("<?x"u8)) return $"{path} is a web page or XML, not a table (a download that needs a login often gives one). Fetch the file again, or export it as CSV.";
        if (magic.SequenceEqual("PAR1"u8)) return $"{path} is a Parquet file, which Attune does not read; export it as CSV.";
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && !zipped) return $"{path} is named .gz but does not hold gz data. Rename it, or fetch it again.";
        return null;
    }

    // Undecodable bytes are an error, not a replacement character that would make two ids one.
    internal static Encoding EncodingOf(string? name)
    {
        try
        {
            return name is null ? new UTF8Encoding(false, throwOnInvalidBytes: true)
                : Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException e)
        {
            throw new DataException($"The encoding '{name}' is not known; use utf-8, latin1, utf-16 or another name that .NET knows.", e);
        }
    }

    /// <summary>Reads the next characters; 0 at the end. <paramref name="line"/> is the last line that was read whole, for messages; 0 before the first.</summary>
    internal int Read(Span<char> into, long line)
    {
        _run.Cancel.ThrowIfCancellationRequested();
        int read;
        try
        {
            read = _reader.Read(into);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or DecoderFallbackException or IOException)
        {
            throw new DataException(Damage(e, After(line)), e);
        }
        if (into[..read].Contains('\0'))
            throw new DataException($"{Path}{After(line)}: there is a NUL character, so this is not text but a binary file. Export it as CSV or another text format (--format).");
        if (_quiet) return read;
        if (_raw.Position - _reported < Megabyte && (read > 0 || _raw.Position == _reported)) return read;
        _run.Report(Path, _reported = _raw.Position, _raw.Length);
        return read;
    }

    string Damage(Exception e, string after) => e switch
    {
        DecoderFallbackException => $"{Path}{after}: the bytes are not valid {_reader.CurrentEncoding.WebName}. Convert the file to UTF-8, or name its encoding (Encoding = \"latin1\", --encoding latin1).",
        _ when _zipped => $"{Path}{after}: the gz data is damaged or ends too early. Fetch the file again ('gzip -t' checks it).",
        _ => $"{Path}{after}: the file cannot be read on: {e.Message}",
    };

    static string After(long line) => line > 0 ? $", after line {line}" : "";

    public void Dispose() => _reader.Dispose();
}
