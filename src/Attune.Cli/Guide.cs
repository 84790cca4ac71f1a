namespace Attune.Cli;

/// <summary>What <c>attune</c> says when it is asked for nothing.</summary>
static class Guide
{
    internal const string Text = """
        Attune: from a file of clicks to measured, explained recommendations.

          attune data describe FILE                                   what is in the file: counts, times, popularity curve
          attune compare --models popularity,ease,als --data FILE     which model is best, honestly measured
          attune train ease --data FILE --out DIR                     train it, and keep it in a folder
          attune tune als --data FILE --split time:0.2                good options for a model, found without the test part
          attune recommend --model DIR --user ID -n 10 --explain      ten items for one customer, each with its reasons
          attune similar --model DIR --item ID -n 10                  what goes with an item
          attune evaluate --model ease --data FILE --split time:0.2   one model: metrics with confidence intervals
          attune serve --store DIR                                    a server: lists by popularity at once, personal ones once it has trained
          attune data push FILE --to URL                              what happened before, to the server
          attune publish DIR --to URL                                 a trained model, to the server

        FILE is delimited text, JSON lines, MovieLens, RecBole, baskets or sequences, also as .gz (the format is detected), or store:DIR.
        All commands: attune --help · one command: attune COMMAND --help · models: attune models
        What a shop may ask, and the command that answers: attune systems · this machine: attune doctor
        """;
}
