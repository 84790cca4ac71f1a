namespace Attune;

/// <summary>How far the reading of a file has come; reported about every megabyte and at the end.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="BytesRead">Bytes read from the disk so far; of a gz file the compressed ones.</param>
/// <param name="TotalBytes">The file's size in bytes.</param>
public readonly record struct FileProgress(string File, long BytesRead, long TotalBytes);
