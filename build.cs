#:property PublishAot=false
#:property JsonSerializerIsReflectionEnabledByDefault=true

// The build door in the product's own language. Every command works in a fresh clone with the .NET 10 SDK and nothing else.
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;

const string Usage = """
    usage: ./build COMMAND

      demo   a year in a shop: import, describe, train, compare, recommend, report (no network, no native library)
      test   builds everything and runs every test; the last line is the sum
      torch  finds or installs libtorch and builds the shim in artifacts/torch, which neural models need (LIBTORCH=FOLDER: another libtorch)
      gpu-check  makes artifacts/gpu-check: the neural tests and the tool as programs that need no SDK, with the shim's source; run.sh there, on the machine with the
             graphics card, builds the shim over its libtorch and runs tests and a short training (./build gpu-check run: here, on the CPU where there is no card)
      pack   makes the NuGet packages in artifacts/packages
      ci     demo, then test
    """;

var root = Directory.GetCurrentDirectory();
Environment.SetEnvironmentVariable("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
Environment.SetEnvironmentVariable("DOTNET_NOLOGO", "1");

switch (args)
{
    case ["demo"]: return Demo();
    case ["test"]: return Test();
    case ["torch"]: return Torch() ? 0 : 1;
    case ["gpu-check", .. var rest]: return GpuCheck(rest is ["run"]);
    case ["pack"]: return Pack();
    case ["ci"]:
        var demo = Demo();
        return demo != 0 ? demo : Test();
    default:
        Console.Error.WriteLine(Usage);
        return args is [] or ["--help"] or ["-h"] ? 0 : 2;
}

int Demo()
{
    const string Sample = "data/samples/online-retail.csv.gz", Titles = "data/samples/online-retail-products.csv.gz", Out = "out/demo";
    const string Models = "popularity,item-knn,ease,als,bpr,text-search";
    Directory.CreateDirectory(Out);
    Console.WriteLine("A year in a shop: Online Retail (UCI, CC BY 4.0), 404,810 purchases and returns, embedded in data/samples.\n");
    string[] steps =
    [
        $"data convert {Sample} --items {Titles} --values log --out {Out}/data",
        $"data describe {Out}/data",
        $"report --models {Models} --data {Out}/data --split time:0.2 --metrics ndcg@10,recall@20,coverage@10,revenue@10 --out {Out}/report.html",
        $"train ease --data {Out}/data --out {Out}/model",
        $"recommend --model {Out}/model --user 12748 -n 5 --explain",
    ];
    return steps.Select(Attune).FirstOrDefault(code => code != 0);
}

int Attune(string arguments)
{
    Console.WriteLine($"$ ./attune {arguments}");
    var tool = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "attune.cmd" : "./attune";
    var code = Run(tool, arguments);
    Console.WriteLine();
    return code;
}

int Test()
{
    InstallWhatTestsNeed();
    Torch();
    if (Run("dotnet", "build Attune.slnx -c Release -v quiet") is var built and not 0) return built;
    var results = Path.Combine(root, "artifacts", "tests");
    if (Directory.Exists(results)) Directory.Delete(results, recursive: true);
    Directory.CreateDirectory(results);
    var sum = (Passed: 0, Failed: 0, Skipped: 0);
    foreach (var project in Directory.GetFiles("tests", "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        Add(RunTests(Path.GetFileNameWithoutExtension(project), "all tests", ""));
    // The vector code on every width that the machine has below its own; a switch for a width that is missing changes nothing.
    foreach (var off in new[] { "DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic" })
        Add(RunTests("Attune.Tests", off + "=0", "-trait lane=vector", (off, "0")));
    Console.WriteLine($"{sum.Passed} passed, {sum.Failed} failed, {sum.Skipped} skipped");
    return sum.Failed == 0 && sum.Passed > 0 ? 0 : 1;

    void Add((int Passed, int Failed, int Skipped) run) => sum = (sum.Passed + run.Passed, sum.Failed + run.Failed, sum.Skipped + run.Skipped);

    (int, int, int) RunTests(string project, string lane, string filter, params (string Name, string Value)[] environment)
    {
        var clock = Stopwatch.StartNew();
        var xml = Path.Combine(results, $"{project}-{lane.Replace(' ', '-').Replace('=', '-')}.xml");
        var exe = Path.Combine("tests", project, "bin", "Release", "net10.0", project + (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ".exe" : ""));
        Console.WriteLine($"== {project}: {lane}");
        Run(exe, $"-noLogo -noColor -reporter quiet -xml \"{xml}\" {filter}", environment);
        if (!File.Exists(xml))
        {
            Console.WriteLine($"   {project} wrote no results: it crashed, and counts as one failure");
            return (0, 1, 0);
        }
        var assemblies = XDocument.Load(xml).Root!.Elements("assembly").ToList();
        int Count(string name) => assemblies.Sum(a => (int?)a.Attribute(name) ?? 0);
        foreach (var reason in assemblies.Descendants("reason").GroupBy(r => r.Value).OrderBy(g => g.Key, StringComparer.Ordinal))
            Console.WriteLine($"   {reason.Count()} skipped: {reason.Key}");
        Console.WriteLine($"   {Count("passed")} passed, {Count("failed")} failed, {Count("skipped")} skipped in {clock.Elapsed.TotalSeconds:F0} s");
        if (Count("total") == 0)
        {
            Console.WriteLine("   no test ran, which counts as one failure");
            return (0, 1, 0);
        }
        return (Count("passed"), Count("failed") + Count("errors"), Count("skipped"));
    }
}

// Chromium renders the HTML report in one test, PyTorch gives the numbers that neural tests compare with, and the server's tests start a database, a broker and a proxy of
// their own. As root on a Debian-like machine all are installed; elsewhere those tests are skipped and say so.
void InstallWhatTestsNeed() => Install("what some tests need", ("/usr/bin/chromium", "chromium"), ("/usr/lib/python3/dist-packages/torch", "python3-torch"),
    ("/usr/lib/postgresql/15/bin/initdb", "postgresql-15"), ("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server"), ("/usr/sbin/nginx", "nginx-light"));

// Finds or installs libtorch and builds the shim over it, once for each state of the sources and each libtorch. Where it cannot, it says what to do, and tests
// of neural models are skipped.
bool Torch()
{
    if (!OperatingSystem.IsLinux()) return Say("Neural models are built on Linux only so far: tests that need libtorch are skipped.");
    if (Environment.GetEnvironmentVariable("ATTUNE_TORCH") is { Length: > 0 } named) return Say($"ATTUNE_TORCH is set: the shim is {named}.", File.Exists(named));
    var folder = Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 } given ? given : null;
    Install("libtorch and what builds its shim", [.. folder is null
        ? new[] { ("/usr/include/torch/script.h", "libtorch-dev"), ("/usr/include/gloo/rendezvous/store.h", "libgloo-dev"), ("/usr/share/doc/libopenblas0-pthread", "libopenblas0-pthread") } : [],
        ("/usr/bin/cmake", "cmake"), ("/usr/bin/g++", "g++"), ("/usr/bin/ninja", "ninja-build")]);
    var library = (folder is null ? ["/usr/lib", "/usr/local/lib", .. Directory.GetDirectories("/usr/lib", "*-linux-gnu")] : new[] { Path.Combine(folder, "lib") })
        .Select(f => Path.Combine(f, "libtorch_cpu.so")).FirstOrDefault(File.Exists);
    if (library is null)
        return Say(folder is null
            ? "libtorch is missing: install libtorch-dev, libgloo-dev and libopenblas0-pthread (Debian), or unpack libtorch and set LIBTORCH to its folder; until then tests that need it are skipped."
            : $"LIBTORCH names {folder}, which has no lib/libtorch_cpu.so: name the folder that has lib, include and share; until then tests that need libtorch are skipped.");
    if (!HasProgram("cmake") || !HasProgram("g++", "c++", "clang++"))
        return Say("cmake or a C++ compiler is missing (Debian: apt-get install cmake g++): the shim over libtorch is not built, and tests that need it are skipped.");
    return BuildShim(folder, library);
}

bool BuildShim(string? folder, string library)
{
    const string Sources = "native/attune_torch", Target = "artifacts/torch";
    var (shim, stamp) = (Path.Combine(Target, "libattune_torch.so"), Path.Combine(Target, "built-from.txt"));
    var state = string.Join('\n', Directory.GetFiles(Sources).Append(library).Order(StringComparer.Ordinal).Select(f => $"{f} {(File.ResolveLinkTarget(f, true) ?? new FileInfo(f)).LastWriteTimeUtc:O}"));
    if (File.Exists(shim) && File.Exists(stamp) && File.ReadAllText(stamp) == state) return true;
    Console.WriteLine($"Building the shim over {library} (once) …");
    // What was found of one libtorch is not true of another.
    if (Directory.Exists(Target)) Directory.Delete(Target, recursive: true);
    Directory.CreateDirectory(Target);
    var ninja = HasProgram("ninja") ? "-G Ninja" : "";
    if (Logged("cmake", $"-S {Sources} -B {Target} {ninja} -DCMAKE_BUILD_TYPE=Release -DATTUNE_STRICT=ON {(folder is null ? "" : $"\"-DCMAKE_PREFIX_PATH={folder}\"")}") && Logged("cmake", $"--build {Target}"))
    {
        File.WriteAllText(stamp, state);
        return true;
    }
    return Say("The shim over libtorch could not be built, see above: tests that need it are skipped.");
}

bool HasProgram(params string[] names) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => names.Any(n => File.Exists(Path.Combine(f, n))));

bool Say(string text, bool good = false)
{
    Console.WriteLine(text);
    return good;
}

// Installs packages whose file is missing; for root on a Debian-like machine alone.
void Install(string what, params (string File, string Package)[] needed)
{
    var packages = string.Join(' ', needed.Where(n => !File.Exists(n.File) && !Directory.Exists(n.File)).Select(n => n.Package));
    if (packages == "" || !OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get")) return;
    Console.WriteLine($"Installing {what} ({packages}) …");
    if (Run("apt-get", "update -qq") != 0 || Run("apt-get", $"install -y -qq --no-install-recommends {packages}", ("DEBIAN_FRONTEND", "noninteractive")) != 0)
        Console.WriteLine("It could not be installed: the tests that need it will be skipped.");
}

// Runs a program whose words matter only when it fails.
bool Logged(string program, string arguments)
{
    using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true })!;
    var errors = process.StandardError.ReadToEndAsync();
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    if (process.ExitCode != 0) Console.WriteLine(output + errors.Result);
    return process.ExitCode == 0;
}

// Everything that another machine needs and nothing of this one: copy the folder there and run it.
int GpuCheck(bool run)
{
    var target = Path.Combine("artifacts", "gpu-check");
    if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
    foreach (var (project, folder) in new[] { ("tests/Attune.Neural.Tests", "tests"), ("src/Attune.Cli", "tool") })
        if (Run("dotnet", $"publish {project} -c Release -v quiet -r linux-x64 --self-contained -o \"{Path.Combine(target, folder)}\"") is var published and not 0) return published;
    foreach (var file in Directory.GetFiles("native/attune_torch").Append("native/gpu-check.sh"))
    {
        var copy = Path.Combine(target, file.EndsWith(".sh", StringComparison.Ordinal) ? "run.sh" : file);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(file, copy);
    }
    File.Copy("data/samples/online-retail.csv.gz", Path.Combine(target, "sample.csv.gz"));
    Console.WriteLine($"{target} is made: copy it to the machine with the graphics card and run sh run.sh there.");
    return run ? Run("sh", Path.Combine(target, "run.sh")) : 0;
}

int Pack()
{
    var target = Path.Combine(root, "artifacts", "packages");
    if (Run("dotnet", $"pack Attune.slnx -c Release -v quiet -o \"{target}\"") is var packed and not 0) return packed;
    foreach (var package in Directory.GetFiles(target, "*.nupkg").Order(StringComparer.Ordinal)) Console.WriteLine(Path.GetRelativePath(root, package));
    return 0;
}

int Run(string program, string arguments, params (string Name, string Value)[] environment)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = root };
    foreach (var (name, value) in environment) start.Environment[name] = value;
    using var process = Process.Start(start)!;
    process.WaitForExit();
    return process.ExitCode;
}
