#:property PublishAot=false
// Makes the two sample files from the UCI "Online Retail" table, given as CSV files with its original columns (one a day):
// dotnet run make-online-retail.cs -- ZIP_OR_FOLDER OUTDIR
using System.Globalization;
using System.IO.Compression;
using System.Text;

if (args.Length != 2)
    return Fail("usage: dotnet run make-online-retail.cs -- ZIP_OR_FOLDER OUTDIR");
var (source, target) = (args[0], args[1]);
if (!File.Exists(source) && !Directory.Exists(source))
    return Fail($"no such zip or folder: {source}");
if (!Directory.Exists(target))
    return Fail($"no such output folder: {target}");

// Charges that carry a product-like code (five digits) but are no product.
HashSet<string> services = ["23444", "23574", "23702"];
var inv = CultureInfo.InvariantCulture;
var sales = new List<Sale>();
var titles = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
var dropped = new SortedDictionary<string, (int Rows, string Example)>(StringComparer.Ordinal);
var (files, read, noCustomer) = (0, 0, 0);
try
{
    foreach (var (name, text) in ReadFiles(source))
    {
        files++;
        using var rows = ParseCsv(text).GetEnumerator();
        var header = rows.MoveNext() ? rows.Current : [];
        string[] wanted = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"];
        var at = Array.ConvertAll(wanted, header.IndexOf);
        if (at.Contains(-1))
            throw new InvalidDataException($"{name}: no column {wanted[Array.IndexOf(at, -1)]}");
        for (var line = 2; rows.MoveNext(); line++)
        {
            var row = rows.Current;
            if (row.Count != header.Count)
                throw new InvalidDataException($"{name}: row {line} has {row.Count} fields, the header {header.Count}");
            var field = Array.ConvertAll(at, i => row[i].Trim());
            var (invoice, product, customer) = (field[0], field[1], field[6]);
            var title = string.Join(' ', field[2].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            read++;
            if (customer.Length == 0)
            {
                noCustomer++;
                continue;
            }
            if (services.Contains(product) || product.Length < 5 || product.AsSpan(0, 5).ContainsAnyExceptInRange('0', '9'))
            {
                dropped[product] = (dropped.GetValueOrDefault(product).Rows + 1, title);
                continue;
            }
            if (!DateTime.TryParseExact(field[4], "yyyy-MM-dd HH:mm:ss", inv, DateTimeStyles.None, out var time)
                || !int.TryParse(field[3], NumberStyles.AllowLeadingSign, inv, out var quantity) || quantity == 0
                || !decimal.TryParse(field[5], NumberStyles.AllowDecimalPoint, inv, out var price)
                || !decimal.TryParse(customer, NumberStyles.AllowDecimalPoint, inv, out var id))
                throw new InvalidDataException($"{name}: row {line} is not a sale: {string.Join(',', row)}");
            sales.Add(new Sale(id.ToString("0", inv), product, time, invoice, quantity < 0 || invoice.StartsWith('C'), Math.Abs(quantity), price));
            if (!titles.TryGetValue(product, out var counts))
                titles[product] = counts = new Dictionary<string, int>(StringComparer.Ordinal);
            if (title.Length > 0)
                counts[title] = counts.GetValueOrDefault(title) + 1;
        }
    }
}
catch (Exception e) when (e is InvalidDataException or IOException or DecoderFallbackException)
{
    return Fail(e.Message);
}
if (sales.Count == 0) return Fail($"no sales in the CSV files of {source}");

var ordered = sales.OrderBy(s => s.Time).ThenBy(s => s.Invoice, StringComparer.Ordinal).ToList();
var events = ordered.Select(s => string.Create(inv,
    $"{s.Customer},{Quote(s.Product)},{s.Time:yyyy-MM-ddTHH:mm},{(s.IsReturn ? "return" : "purchase")},{s.Quantity},{s.Price:0.####}"));
Write("online-retail.csv.gz", "customer,product,time,kind,quantity,price", events);
var products = titles.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (Product: p.Key, Title: p.Value
    .OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).FirstOrDefault().Key ?? "")).ToList();
Write("online-retail-products.csv.gz", "product,title", products.Select(p => $"{Quote(p.Product)},{Quote(p.Title)}"));

Say($"files {files}, rows read {read}");
Say($"dropped, no customer id: {noCustomer}");
Say($"dropped, not a product: {dropped.Values.Sum(d => d.Rows)}");
foreach (var (code, (rows, example)) in dropped)
    Say($"  {code} ({example}): {rows}");
Say($"kept {ordered.Count}: purchases {ordered.Count(s => !s.IsReturn)}, returns {ordered.Count(s => s.IsReturn)}, price 0: {ordered.Count(s => s.Price == 0)}");
Say($"customers {ordered.Select(s => s.Customer).Distinct().Count()}, products {products.Count} ({products.Count(p => p.Title.Length == 0)} without a title)");
Say($"time {ordered[0].Time:yyyy-MM-ddTHH:mm} to {ordered[^1].Time:yyyy-MM-ddTHH:mm}");
return 0;

void Say(FormattableString text) => Console.WriteLine(text.ToString(inv));

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}

// The CSV files (UTF-8) of a zip or folder, in the order of their names.
static IEnumerable<(string Name, string Text)> ReadFiles(string source)
{
    var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    using var zip = File.Exists(source) ? ZipFile.OpenRead(source) : null;
    var files = zip is null
        ? Directory.EnumerateFiles(source, "*.csv", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetFileName(path), Open: (Func<Stream>)(() => File.OpenRead(path))))
        : zip.Entries.Where(e => e.Name.EndsWith(".csv", StringComparison.Ordinal)).Select(e => (e.Name, (Func<Stream>)e.Open));
    foreach (var (name, open) in files.OrderBy(f => f.Name, StringComparer.Ordinal))
    {
        using var reader = new StreamReader(open(), utf8);
        yield return (name, reader.ReadToEnd());
    }
}

// RFC 4180: a quoted field may hold commas, line ends and doubled quotes.
static IEnumerable<List<string>> ParseCsv(string text)
{
    var (row, field, quoted) = (new List<string>(), new StringBuilder(), false);
    for (var i = 0; i <= text.Length; i++)
    {
        var c = i < text.Length ? text[i] : '\n';
        if (c == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"') { field.Append('"'); i++; }
        else if (c == '"') quoted = !quoted;
        else if (i < text.Length && (quoted || c is not (',' or '\n' or '\r'))) field.Append(c);
        else if (c == ',' || row.Count > 0 || field.Length > 0)
        {
            row.Add(field.ToString());
            field.Clear();
            if (c == ',')
                continue;
            yield return row;
            row = [];
        }
    }
}

static string Quote(string field) => field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"")}\"";

// The gzip header names neither a time nor a system, so the same rows give the same bytes.
void Write(string name, string header, IEnumerable<string> lines)
{
    using var memory = new MemoryStream();
    using (var gzip = new GZipStream(memory, CompressionLevel.SmallestSize, leaveOpen: true))
        gzip.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines.Prepend(header)) + "\n"));
    var bytes = memory.ToArray();
    bytes.AsSpan(4, 4).Clear();
    bytes[9] = 255;
    File.WriteAllBytes(Path.Combine(target, name), bytes);
}

record Sale(string Customer, string Product, DateTime Time, string Invoice, bool IsReturn, int Quantity, decimal Price);
