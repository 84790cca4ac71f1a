namespace Attune;

/// <summary>What a meter covers. Whatever else runs on what it covers is in its numbers.</summary>
public enum EnergyScope
{
    /// <summary>Nothing: there is no meter.</summary>
    Nothing,

    /// <summary>The processor time of this process alone.</summary>
    Process,

    /// <summary>The processors' packages: cores, caches, graphics within; no memory, disks, power supply.</summary>
    Packages,

    /// <summary>All NVIDIA GPUs of the machine, and nothing beside them.</summary>
    Gpus,

    /// <summary>Everything behind one plug: the whole machine, its power supply included.</summary>
    System,
}
