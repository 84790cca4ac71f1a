namespace Attune.Studies;

/// <summary>Who trains cells of a study, one at a time: this process, or another.</summary>
interface ICellRunner : IDisposable
{
    /// <summary>Trains and measures a cell. A cell that fails is a result with its error.</summary>
    /// <exception cref="OperationCanceledException">The work was ended; nothing of the cell is kept.</exception>
    CellResult Run(StudyCell cell, FitContext context);
}
