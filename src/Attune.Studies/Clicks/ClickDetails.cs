namespace Attune.Studies;

static class ClickDetails
{
    internal static IEnumerable<CellDetail> Of(IClickModel model, ClickParts data) => [];
}
