namespace Attune.Bench;

/// <summary>What one choice took.</summary>
/// <param name="Sampler">The sampler.</param>
/// <param name="Candidates">Among how many it chose.</param>
/// <param name="Represent">Processor seconds of making the vectors and keeping them.</param>
/// <param name="Choose">Processor seconds of choosing.</param>
/// <param name="Wall">Seconds of choosing.</param>
/// <param name="Before">Bytes of the process with the data alone.</param>
/// <param name="Peak">The peak of the process's memory.</param>
/// <param name="OnDisk">Whether the vectors were kept in a file.</param>
sealed record SelectionPoint(string Sampler, int Candidates, double Represent, double Choose, double Wall, long Before, long Peak, bool OnDisk);
