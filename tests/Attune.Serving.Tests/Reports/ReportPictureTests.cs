using System.Diagnostics;
using Attune.Cli;
using Attune.Tests;

namespace Attune.Serving.Tests;

/// <summary>The HTML report as a browser sees it: it renders, complains of nothing and asks the network for nothing.</summary>
public sealed class ReportPictureTests
{
    static readonly string? Chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    [Theory]
    [InlineData(1200)]
    [InlineData(400)]
    public void Page_InChromium_RendersWithoutComplaint(int width)
    {
        Assert.SkipUnless(Chromium is not null, "Chromium is not here; on Debian: apt-get install chromium.");
        using var home = new TemporaryFolder();
        var page = home.At("report.html");
        Assert.Equal(0, App.Run(["report", "--data", Path.Combine(TestData.Root, "data", "samples", "online-retail.csv.gz"), "--out", page], TextWriter.Null, TextWriter.Null));
        var complaints = Render(page, home.At("page.png"), home.At("profile"), width);
        Assert.DoesNotContain("CONSOLE", complaints, StringComparison.Ordinal);
        // A blank page of this size packs to about 5 kB.
        Assert.InRange(new FileInfo(home.At("page.png")).Length, 20_000, 5_000_000);
    }

    static string Render(string page, string picture, string profile, int width)
    {
        var start = new ProcessStartInfo(Chromium!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var word in new[] { "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync", "--enable-logging=stderr", "--hide-scrollbars", $"--user-data-dir={profile}", $"--window-size={width},2400", $"--screenshot={picture}", new Uri(page).AbsoluteUri })
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var complaints = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && File.Exists(picture), $"Chromium ended with {process.ExitCode}: {complaints}{output.Result}");
        return complaints;
    }
}
