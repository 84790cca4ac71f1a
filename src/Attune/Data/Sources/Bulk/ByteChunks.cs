using System.Text.Unicode;

namespace Attune;

/// <summary>
/// A file, plain or gz, as chunks of whole lines for several threads. Who asks next reads next: while one thread reads or inflates under the lock, the others parse.
/// A file that is not plain UTF-8 text <see cref="Broken"/> says so, and is left to the careful reader.
/// </summary>
sealed class ByteChunks : IDisposable
{
    const int Megabyte = 1 << 20;
    /// <summary>Lines of more bytes may hold a field that is too long: the careful reader decides.</summary>
    internal const int LongestLine = 1 << 20;

    readonly Lock _gate = new();
    readonly FileStream _raw;
    readonly Stream _stream;
    readonly Import _run;
    readonly string _path;
    readonly int _size;
    byte[] _rest = [];
    int _index, _left;
    long _reported;
    bool _ended;
    volatile bool _broken;

    ByteChunks(string path, FileStream raw, bool zipped, Import run, int size)
    {
        (_path, _raw, _stream, _run, _size) = (path, raw, zipped ? new WholeGzip(raw) : raw, run, size);
    }

    /// <summary>Whether something was met that only the careful reader can read or explain.</summary>
    internal bool Broken => _broken;

    /// <summary>How many threads find work in the file.</summary>
    internal int Threads(int most) => (int)Math.Clamp(_raw.Length / _size + 1, 1, most);

    internal static ByteChunks Open(string path, Import run)
    {
        var raw = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Span<byte> magic = stackalloc byte[2];
        magic = magic[..raw.ReadAtLeast(magic, 2, throwOnEndOfStream: false)];
        raw.Position = 0;
        var zipped = magic.SequenceEqual((ReadOnlySpan<byte>)[0x1f, 0x8b]);
        return new ByteChunks(path, raw, zipped, run, run.Options.ChunkBytes ?? (int)Math.Clamp(raw.Length * (zipped ? 8 : 1) + 1, 1 << 12, 4 * Megabyte));
    }

    /// <summary>Ends the reading: the careful reader has to do it.</summary>
    internal void Break() => _broken = true;

    /// <summary>The next whole lines, from <paramref name="from"/> to <paramref name="end"/>, with a line break at the end and room behind it; false at the end of the file.</summary>
    internal bool Next(ref byte[] buffer, out int from, out int end, out int index)
    {
        lock (_gate)
        {
            (from, end, index) = (0, 0, _index);
            _run.Cancel.ThrowIfCancellationRequested();
            if (_ended || Broken || !Fill(ref buffer, out end)) return false;
            if (_index++ == 0) from = Mark(buffer.AsSpan(0, end));
        }
        var text = buffer.AsSpan(from, end - from);
        if (!Utf8.IsValid(text) || text.Contains((byte)0)) Break();
        return !Broken;
    }

    bool Fill(ref byte[] buffer, out int end)
    {
        var least = Math.Max(_size, 2 * _left) + Digits.Slack;
        if (buffer.Length < least) buffer = GC.AllocateUninitializedArray<byte>(least);
        end = _left;
        _rest.AsSpan(0, _left).CopyTo(buffer);
        while (true)
        {
            var room = buffer.Length - Digits.Slack;
            while (end < room && !_ended)
            {
                var read = _stream.Read(buffer.AsSpan(end, Math.Min(room - end, Megabyte)));
                _ended = read == 0;
                end += read;
                Report(read);
            }
            if (_ended) break;
            var line = buffer.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
            if (line > 0)
            {
                Keep(buffer.AsSpan(line, end - line));
                end = line;
                return true;
            }
            if (end > LongestLine) Break();
            if (Broken) return false;
            Array.Resize(ref buffer, 2 * buffer.Length);
        }
        _left = 0;
        if (end > 0 && buffer[end - 1] != '\n') buffer[end++] = (byte)'\n';
        return end > 0;
    }

    void Keep(ReadOnlySpan<byte> rest)
    {
        if (_rest.Length < rest.Length) _rest = new byte[2 * rest.Length];
        rest.CopyTo(_rest);
        _left = rest.Length;
    }

    // Passes over the mark of UTF-8; other encodings have marks that are not UTF-8.
    static int Mark(ReadOnlySpan<byte> text) => text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;

    void Report(int read)
    {
        if (_raw.Position - _reported < Megabyte && (read > 0 || _raw.Position == _reported)) return;
        _run.Report(_path, _reported = _raw.Position, _raw.Length);
    }

    public void Dispose() => _stream.Dispose();
}
