namespace Attune.Studies;

/// <summary>One finding over all data: whether it holds everywhere, somewhere, or cannot be told.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Findings">What each data set says.</param>
sealed record Synthesis(string Name, IReadOnlyList<Finding> Findings)
{
    internal const string Consistent = "consistent", DomainSpecific = "domain-specific", Undecidable = "undecidable";

    internal const string Rule = "A finding is consistent where two or more domains show the same sign (p < 0.05 after Holm's correction over all findings of a data set) and none shows the other or no medium difference; "
        + "domain-specific where one domain shows it and another shows the other sign or no medium difference; consistent, too, where two domains show no medium difference and none another; undecidable else. No medium difference: a power of 0.8 to see d = 0.5, and an interval within ±0.5. A domain shows what its data sets show, unless two of them show opposite signs: then it shows nothing.";

    /// <summary>consistent, domain-specific or undecidable.</summary>
    internal string Class
    {
        get
        {
            string[] domains = [.. Findings.GroupBy(f => f.View.Domain).Select(Of)];
            var (more, less, none) = (domains.Count(d => d == Finding.More), domains.Count(d => d == Finding.Less), domains.Count(d => d == Finding.None));
            if (more + less == 0) return none >= 2 ? Consistent : Undecidable;
            if (more > 0 && less > 0 || none > 0) return DomainSpecific;
            return more + less >= 2 ? Consistent : Undecidable;
        }
    }

    /// <summary>In words what is found where.</summary>
    internal string Where => string.Join("; ", Findings.GroupBy(f => f.Says).Select(g => $"{g.Key} in {string.Join(", ", g.Select(f => f.View.Data.Name))}"));

    /// <summary>Every finding that more than one data set speaks of, or all where there is but one; variants of other data are not counted.</summary>
    internal static IReadOnlyList<Synthesis> Of(IReadOnlyList<AudienceView> views)
    {
        AudienceView[] counted = [.. views.Where(v => v.Audience.VariantOf is null)];
        return [.. counted.SelectMany(Finding.Of).GroupBy(f => f.Name).Select(g => new Synthesis(g.Key, [.. g])).Where(s => s.Findings.Count > 1 || counted.Length == 1)];
    }

    static string Of(IEnumerable<Finding> domain)
    {
        string[] says = [.. domain.Select(f => f.Says)];
        var (more, less) = (says.Contains(Finding.More), says.Contains(Finding.Less));
        return more && less ? Finding.Unsure : more ? Finding.More : less ? Finding.Less : says.Contains(Finding.None) ? Finding.None : Finding.Unsure;
    }
}
