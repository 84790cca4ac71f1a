using System.Globalization;
using System.Text;

namespace Attune.Tests;

/// <summary>Every kind of bad input gives one error that names file, line, column, value and what to do.</summary>
public sealed class BadInputTests : IDisposable
{
    const string Repair = "Correct the row, or leave such rows out with BadRows.Skip (--bad-rows skip).";
    readonly TemporaryFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("a.csv", "", "a.csv is empty (0 bytes). Check how it was made.")]
    [InlineData("a.csv", "\n\n", "a.csv is empty: it holds no text. Check how it was made.")]
    [InlineData("a.csv", "user,item,rating\n", "a.csv has a header but no rows; there is nothing to learn from. Check how it was made.")]
    [InlineData("a.csv", "buyer,product\nann,tea\n", "a.csv, line 1: there is no column for the user; the columns are buyer, product. Name it (--columns user=NAME,item=NAME).")]
    [InlineData("a.csv", "foo,bar,baz\n1,2,3\n", "a.csv, line 1: there is no column for the user; the columns are foo, bar, baz. Name it (--columns user=NAME,item=NAME).")]
    [InlineData("a.csv", "user,item,rating\nann,tea,good\n", "a.csv, line 2, column 'rating': 'good' is not a finite number. " + Repair)]
    [InlineData("a.csv", "user,item,rating\nann,tea,NaN\n", "a.csv, line 2, column 'rating': 'NaN' is not a finite number. " + Repair)]
    [InlineData("a.csv", "user,item,rating\nann,tea,1e99\n", "a.csv, line 2, column 'rating': '1e99' is not a finite number. " + Repair)]
    [InlineData("a.csv", "user,item,rating\nann,tea,-Infinity\n", "a.csv, line 2, column 'rating': '-Infinity' is not a finite number. " + Repair)]
    [InlineData("a.csv", "user,item,rating\nann,tea,\n", "a.csv, line 2, column 'rating' is empty; every event needs one. " + Repair)]
    [InlineData("a.csv", "user,item\n,tea\n", "a.csv, line 2, column 'user' is empty; every event needs one. " + Repair)]
    [InlineData("a.csv", "user,item\nann,tea\n  ,tea\n", "a.csv, line 3, column 'user' is empty; every event needs one. " + Repair)]
    [InlineData("a.csv", "%PDF-1.7", "a.csv is a picture or a printed page, not a table; name the file with the events.")]
    [InlineData("a.csv", "<!DOCTYPE html>\n", "a.csv is a web page or XML, not a table", "Fetch the file again")]
    [InlineData("a.csv", "user,item,time\nann,tea,yesterday\n", "a.csv, line 2, column 'time': 'yesterday' is not a time (Unix seconds or milliseconds, or ISO 8601 as in 2011-12-09T12:50). " + Repair)]
    [InlineData("a.csv", "user,item,time\nann,tea,5\nbob,tea,\n", "a.csv, line 3, column 'time' is empty, but earlier rows have a time. " + Repair)]
    [InlineData("a.csv", "user,item,slot\nann,tea,1.5\n", "a.csv, line 2, column 'slot': '1.5' is not a whole number. " + Repair)]
    [InlineData("a.tsv", "1\t2\t3\n1\t2\tx\n", "a.tsv, line 2, column 3 (rating): 'x' is not a finite number. " + Repair)]
    [InlineData("a.csv", "1,2,3\n1,2\n", "a.csv, line 2, column 3 is missing: the row ends after 2 fields ('2' is the last), line 1 has 3. " + Repair)]
    [InlineData("a.csv", "1,2,3\n1,2,3,4\n", "a.csv, line 2, column 4 is one too many: the row has 4 fields ('4' is the first that does not belong), line 1 has 3. " + Repair)]
    [InlineData("a.csv", "user,item\nann,tea\n\nbob,\"tea\nor jam\ncid,jam\n", "a.csv, line 4, column 2: the quote that opens here is not closed within the file, beginning '\"tea…'. Close it, or double it where it belongs to the text.")]
    [InlineData("a.csv", "user,item\nann,\"tea\" x\n", "a.csv, line 2, column 2: there is text after the closing quote (' x'); a quote inside quotes is written twice. " + Repair)]
    [InlineData("a.csv", "user,item\nann,tea\0\n", "a.csv: there is a NUL character, so this is not text but a binary file. Export it as CSV or another text format (--format).")]
    [InlineData("a.csv", "PK\u0003\u0004…", "a.csv is a zip archive (or a spreadsheet); unpack it, or export it as CSV.")]
    [InlineData("a.csv", "PAR1…", "a.csv is a Parquet file, which Attune does not read; export it as CSV.")]
    [InlineData("a.csv.gz", "user,item\nann,tea\n", "a.csv.gz is named .gz but does not hold gz data. Rename it, or fetch it again.")]
    [InlineData("a.csv", "alone\n", "a.csv, line 1: there is only one column ('alone'), but user and item are needed. Name the separator (--separator) or the format (--format).")]
    [InlineData("a.csv", "1,2,3,4,5\n", "a.csv, line 1: there are 5 columns and no header that names a user and an item; say which is which (--columns user=0,item=1,…).")]
    [InlineData("a.csv", "1,2,978300019\n", "a.csv, line 1, column 3: '978300019' looks like a time, but the third column is the rating where there is no header; write --columns user=0,item=1,time=2.")]
    [InlineData("a.jsonl", "{\"user\":\"ann\",\"item\":\"tea\"}\n{\"user\":\"ann\"\n", "a.jsonl, line 2, column 14: '{\"user\":\"ann\"' is not valid JSON. " + Repair)]
    [InlineData("a.jsonl", "{\"user\":\"ann\",\"item\":[\"tea\"]}\n", "a.jsonl, line 1, column 'item': a StartArray stands where a text or a number is expected. " + Repair)]
    [InlineData("a.jsonl", "[1]\n", "a.jsonl, line 1, column 1: '[1]' is not a JSON object. " + Repair)]
    [InlineData("a.jsonl", "{\"who\":\"ann\",\"item\":\"tea\"}\n", "a.jsonl, line 1: there is no field for the user; the fields are who, item. Name it (--columns user=NAME,item=NAME).")]
    [InlineData("a.json", "[1, 2]\n", "a.json, line 1: a JSON list is not a form that Attune reads", "JSON lines")]
    [InlineData("a.json", "{\"ann\": [[\"tea\"],\n [\"jam\"", "a.json, line 2, column 8: this is not valid JSON, it ends too early,", "Expected is")]
    [InlineData("a.json", "{\"ann\": [\"tea\"]}\n{\"bob\": [\"jam\"]}\n", "a.json, line 2, column 1: this is not valid JSON, it ends too early, or there is more than one object.", "Expected is one:")]
    [InlineData("a.json", "{\"ann\": [[\"tea\"]],\n \"bob\": 3}", "a.json, line 2, column 9: '3' stands where the list of user 'bob' is expected.", "The form is")]
    [InlineData("a.inter", "user_id:token\titem_id\n1\t2\n", "a.inter, line 1, column 2: 'item_id' is not of the form name:type with the type token, token_seq, float or float_seq, as RecBole's headers are.")]
    [InlineData("a.libfm", "1 0:1 9:1\nx 0:1 9:1\n", "a.libfm, line 2, column 1: the label 'x' is not a finite number. " + Repair)]
    [InlineData("a.libfm", "1 0:1 9:1\n1 0:1 9\n", "a.libfm, line 2, column 3: '9' is not of the form index:value, as in 957:1. " + Repair)]
    [InlineData("a.libfm", "1 0:1 9:1\n1 0:1\n", "a.libfm, line 2, column 3 is missing: the row has 1 feature, but user and item are features 1 and 2. " + Repair)]
    [InlineData("a.libfm", "1 0:1 9:1\n1 0:1 # 9:1\n", "a.libfm, line 2, column 3 is missing: the row has 1 feature, but user and item are features 1 and 2. " + Repair)]
    [InlineData("a.libfm", "1 0:1 9:0.5\n", "a.libfm, line 1, column 3: '9:0.5' has another value than 1, so it does not name a user or an item; say which features do (--columns user=0,item=1). " + Repair)]
    [InlineData("a.qrels", "1 0 d1 x\n", "a.qrels, line 1, column 4 (value): 'x' is not a finite number. " + Repair)]
    public void FromFile_BadInput_NamesPlaceValueAndRemedy(string name, string text, string message, string? also = null)
    {
        var path = _temp.Write(name, text);
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(path));
        var shown = error.Message.Replace(_temp.Path + Path.DirectorySeparatorChar, "");
        if (also is null) Assert.Equal(message, shown);
        else
        {
            Assert.StartsWith(message, shown);
            Assert.Contains(also, shown);
        }
    }

    [Fact]
    public void FromFile_MissingFile_NamesTheFullPath()
    {
        var error = Assert.Throws<DataException>(() => Dataset.FromFile("no/such.csv"));
        Assert.Equal($"There is no file or folder 'no/such.csv' (looked for at {Path.GetFullPath("no/such.csv")}). Check the path.", error.Message);
    }

    [Fact]
    public void FromFile_FolderWithoutKnownFiles_ListsTheNames()
    {
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(_temp.Path));
        Assert.Equal($"The folder '{_temp.Path}' holds no file that Attune knows by name (u.data, ratings.dat, ratings.csv, one *.inter, or a saved data set); name the file itself.", error.Message);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    public void FromFile_TruncatedGz_SaysSoWhereverItIsCut(int part)
    {
        var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 977},{i * 7919 % 1009},{i % 5}\n")));
        var gz = TemporaryFolder.Gz("user,item,rating\n" + rows);
        foreach (var length in (int[])[gz.Length - 1, gz.Length - 8, gz.Length - 9, gz.Length / part, 30])
        {
            var path = _temp.Write("a.csv.gz", gz[..length]);
            var error = Assert.Throws<DataException>(() => Dataset.FromFile(path));
            Assert.Matches(@"a\.csv\.gz(, after line \d+)?: the gz data is damaged or ends too early\. Fetch the file again", error.Message);
        }
        var whole = _temp.Write("a.csv.gz", gz);
        Assert.Equal(50_000, Dataset.FromFile(whole).Count);
        gz[^6] ^= 0xff;
        Assert.Throws<DataException>(() => Dataset.FromFile(_temp.Write("a.csv.gz", gz)));
    }

    [Fact]
    public void FromFile_FieldOverAMegabyte_IsRefusedWithItsLine()
    {
        var path = _temp.Write("a.csv", "user,item\nann,tea\nbob," + new string('x', 1_100_000) + "\n");
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(path));
        Assert.Contains("a.csv, line 3, column 2: a field of more than 1048576 characters, beginning 'xxxx", error.Message);
    }

    [Fact]
    public void FromFile_QuoteOpenForAMegabyte_NamesTheLineWhereItOpened()
    {
        var path = _temp.Write("a.csv", "user,item\nann,\"tea\n" + string.Concat(Enumerable.Repeat("bob,jam\n", 400_000)));
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(path));
        Assert.Contains("a.csv, line 2, column 2: the quote that opens here is not closed within 1048576 characters", error.Message);
    }

    [Fact]
    public void FromFile_NotUtf8_SaysHowToNameTheEncoding()
    {
        var path = _temp.Write("a.csv", Encoding.Latin1.GetBytes("user,item\nann,café\n"));
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(path));
        Assert.EndsWith("a.csv: the bytes are not valid utf-8. Convert the file to UTF-8, or name its encoding (Encoding = \"latin1\", --encoding latin1).", error.Message);
        Assert.Equal(0, Dataset.FromFile(path, new SourceOptions { Encoding = "latin1" }).Items.IndexOf("café"));
    }

    [Fact]
    public void FromFile_Binary_NamesTheLineBefore()
    {
        var path = _temp.Write("a.csv", "user,item\n" + string.Concat(Enumerable.Repeat("bob,jam\n", 20_000)) + "\0\n");
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(path));
        Assert.Matches(@"a\.csv, after line \d+: there is a NUL character", error.Message);
    }

    [Fact]
    public void FromFile_SkipBadRows_ReportsEachAndTheTotal()
    {
        var path = _temp.Write("a.csv", "user,item,rating\nann,tea,5\nbob,tea\ncid,jam,NaN\n,jam,3\n\"a\"b,jam,1\nann,jam,4\n");
        List<BadRow> skipped = [];
        List<string> notes = [];
        var data = Dataset.FromFile(path, new SourceOptions { BadRows = BadRows.Skip, Skipped = skipped.Add, Note = notes.Add });
        Assert.Equal(2, data.Count);
        Assert.Equal(["ann"], data.Users.Ids);
        Assert.Equal([3L, 4, 5, 6], skipped.Select(s => s.Line));
        Assert.Equal("column 'rating': 'NaN' is not a finite number", skipped[1].Reason);
        Assert.Equal([$"{path}: 4 bad rows skipped; the first: line 3, column 3 is missing: the row ends after 2 fields ('tea' is the last), line 1 has 3."], notes);
    }

    [Fact]
    public void FromFile_SkipBadRowsAndNothingIsLeft_Fails()
    {
        var path = _temp.Write("a.csv", "user,item,rating\nann,tea,x\n");
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(path, new SourceOptions { BadRows = BadRows.Skip }));
        Assert.Contains("all 1 rows are bad; the first: line 2, column 'rating': 'x' is not a finite number. Check the format, the separator and the columns.", error.Message);
    }

    [Theory]
    [InlineData("user,item\nann,\"tea\n")]
    [InlineData("buyer,product\nann,tea\n")]
    public void FromFile_SkipBadRows_DoesNotCoverDamageToTheWhole(string text)
    {
        var path = _temp.Write("a.csv", text);
        Assert.Throws<DataException>(() => Dataset.FromFile(path, new SourceOptions { BadRows = BadRows.Skip }));
    }

    [Theory]
    [InlineData("user", "The column mapping 'user' has the part 'user', which is not of the form role=column, as in user=0,item=1,rating=2,time=3.")]
    [InlineData("usr=0", "The column mapping 'usr=0' names 'usr', which is none of user, item, rating, value, time, kind, price, slot, request, context.")]
    [InlineData("user=0,user=1", "The column mapping 'user=0,user=1' names user twice; once is enough.")]
    [InlineData("user=0,item=0", "The column mapping 'user=0,item=0' takes column 0 for the user and for the item; name two columns, as in user=0,item=1.")]
    public void Parse_BadColumnMap_SaysWhatIsWrong(string text, string message) => Assert.Equal(message, Assert.Throws<DataException>(() => ColumnMap.Parse(text)).Message);

    [Theory]
    [InlineData("user=buyer,item=sku", "a.csv, line 1: there is no column 'sku' for the item; the columns are buyer, product. Name it (--columns user=NAME,item=NAME).")]
    public void FromFile_MappedColumnIsMissing_ListsTheHeader(string columns, string message)
    {
        var path = _temp.Write("a.csv", "buyer,product\nann,tea\n");
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(path, new SourceOptions { Columns = ColumnMap.Parse(columns) }));
        Assert.Equal(message, error.Message.Replace(_temp.Path + Path.DirectorySeparatorChar, ""));
    }

    [Fact]
    public void FromFile_UnknownFormat_ListsTheKnown()
    {
        var path = _temp.Write("a.csv", "user,item\nann,tea\n");
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(path, new SourceOptions { Format = "xml" }));
        Assert.Equal("The format 'xml' is not known; use one of delimited, movielens, jsonl, recbole, sequences, baskets, qrels, libfm, calendar, attune.", error.Message);
    }

    [Fact]
    public void FromFile_Cancelled_Stops()
    {
        var path = _temp.Write("a.csv", "user,item\nann,tea\n");
        Assert.Throws<OperationCanceledException>(() => Dataset.FromFile(path, cancel: new CancellationToken(canceled: true)));
    }
}
