namespace Attune.Studies;

/// <summary>Several workers at the cells of one queue.</summary>
static class CellCrew
{
    /// <summary>Works until the queue is empty. What goes wrong with one worker ends them all.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="start">Starts a worker, which is asked by one thread.</param>
    /// <param name="queue">The cells.</param>
    /// <param name="done">Is told every result, one at a time.</param>
    /// <param name="context">Cancellation.</param>
    internal static void Work(int workers, Func<ICellRunner> start, CellQueue queue, Action<CellResult> done, FitContext context)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var telling = new Lock();
        void WorkAlone()
        {
            try
            {
                using var worker = start();
                while (queue.Take(over.Token) is { } cell)
                    try
                    {
                        var result = worker.Run(cell, context with { Cancellation = over.Token, Progress = null });
                        lock (telling) done(result);
                    }
                    finally
                    {
                        queue.Free(cell);
                    }
            }
            catch
            {
                over.Cancel();
                throw;
            }
        }
        Task[] all = [.. Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(WorkAlone, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            Task.WaitAll(all, CancellationToken.None);
        }
        catch (AggregateException e)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            throw new AggregateException(e.InnerExceptions.OrderBy(i => i is OperationCanceledException));
        }
    }
}
