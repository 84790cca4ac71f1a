using System.Text;

namespace Attune;

/// <summary>Reads a file of lists in the form that its first line has.</summary>
static class ListFile
{
    internal static Recommendations Read(string path)
    {
        var line = 0L;
        try
        {
            using var text = Open(path);
            var lists = new ListBuilder();
            IListForm? form = null;
            while (text.ReadLine() is { } row)
            {
                line++;
                if (string.IsNullOrWhiteSpace(row)) continue;
                form ??= Recognise(row, path);
                if (form is CsvRows csv)
                {
                    // A quoted field may go on over several lines, so a table is read anew, field by field.
                    using var table = Open(path);
                    csv.Read(table, path, lists, ref line);
                    break;
                }
                ((IListLines)form).Add(row, line, lists);
            }
            if (lists.Users == 0) throw new DataException($"{path} holds no lists. Check that it was written to its end.");
            return lists.Build(form!.Name ?? NameOf(path), form.Order, (user, item, at) => Wrong(path, at, $"lists the item '{item}' for the user '{user}' a second time"));
        }
        catch (FormatException e)
        {
            throw Wrong(path, line, e.Message);
        }
        catch (DecoderFallbackException e)
        {
            throw Wrong(path, line + 1, "is not UTF-8 text; convert the file, or check that it is the right one", e);
        }
        catch (InvalidDataException e)
        {
            throw Wrong(path, line + 1, "cannot be unzipped: the .gz file is damaged or cut off; get it again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read: {e.Message} Check the path.", e);
        }
    }

    static IListForm Recognise(string row, string path) =>
        row.TrimStart().StartsWith('{') ? new JsonListLines() : TrecLines.IsOne(row) ? new TrecLines() : CsvRows.FromHeader(row, path)
        ?? throw new FormatException($"is '{(row.Length > 80 ? row[..80] + "…" : row)}', which is neither a CSV header with user and item, nor JSON, nor six fields of a TREC run; see docs/formats.md for the forms");

    static StreamReader Open(string path)
    {
        var file = File.OpenRead(path);
        var zipped = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return new StreamReader(zipped ? new WholeGzip(file) : file, new UTF8Encoding(false, true), true, 1 << 16);
    }

    static string NameOf(string path) => Path.GetFileName(path).Split('.')[0];

    static DataException Wrong(string path, long line, string what, Exception? inner = null) => new($"{path}, line {line} {what}.", inner);
}
