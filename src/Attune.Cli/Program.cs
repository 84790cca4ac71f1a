using System.Runtime.InteropServices;
using System.Text;
using Attune.Cli;

// The first Ctrl-C asks the work to stop and clean up; the second is left to the system, which ends the process at once.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected) Console.OutputEncoding = Encoding.UTF8;
var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
var screen = new Screen(
    Bars: !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
    Colors: string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    Width: Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth, 60, 160));
var code = App.Run(args, output, Console.Error, stop.Token, screen);
output.Flush();
return code;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
