using Attune.Bench;

return args switch
{
    ["kernels", .. var rest] => Kernels.Run(rest),
    ["rivals", .. var rest] => Studies.Rivals(rest),
    ["curves", .. var rest] => Studies.Curves(rest),
    ["growth", .. var rest] => Studies.Growth(rest),
    ["growth-side", var model, var events, var energy] => GrowthTask.Run(model, int.Parse(events), energy),
    ["selection", .. var rest] => Studies.Selection(rest),
    ["selection-side", var sampler, var candidates] => SelectionTask.Run(sampler, int.Parse(candidates)),
    ["retraining", .. var rest] => Studies.Retraining(rest),
    ["evaluation", .. var rest] => Studies.Evaluation(rest),
    ["modules", .. var rest] => Studies.Modules(rest),
    ["collaborative", .. var rest] => Studies.Collaborative(rest),
    ["ctr", .. var rest] => Studies.Ctr(rest),
    ["ctr-side", var codes, var variant] => CtrSide.Run(int.Parse(codes), variant),
    ["rows", .. var rest] => Studies.Rows(rest),
    ["buy-again", .. var rest] => Studies.BuyAgain(rest),
    ["cadence", .. var rest] => Studies.Cadence(rest),
    ["mixers", .. var rest] => Studies.Mixers(rest),
    ["link", .. var rest] => Studies.Link(rest),
    ["link-side", "relay", var here, var there, var own, var other, var rate] => LinkSide.Relay(here, there, own, other, rate),
    ["link-side", "train", var rank, var world, var parts, var steps] => LinkSide.Train(int.Parse(rank), int.Parse(world), int.Parse(parts), int.Parse(steps)),
    ["purchases", var users, var file] => PlantedPurchases.Write(int.Parse(users), file),
    ["lists", .. var rest] => Studies.Lists(rest),
    ["lists-side", var folder] => ListsRun.Measure(folder),
    ["torch", .. var rest] => Studies.Torch(rest),
    ["torch-side", var measure, var allocator] => TorchSide.Run(measure, allocator),
    ["losses", .. var rest] => Studies.Losses(rest),
    ["serving", .. var rest] => Studies.Serving(rest),
    ["faults", .. var rest] => Studies.Faults(rest),
    ["serving-side", "bare", var url, var size] => await ServingSide.BareAsync(url, size),
    ["serving-side", "attune", var url, var store, var cached] => await ServingSide.AttuneAsync(url, store, cached),
    ["serving-side", "prepare", var store, var items] => await ServingSide.PrepareAsync(store, items),
    ["feed", .. var rest] => await Studies.FeedAsync(rest),
    ["side", var task, var folder, var epochs] => OurSide.Run(task, folder, int.Parse(epochs)),
    ["curve", var task, var folder, var factors] => CurveTask.Run(task, folder, int.Parse(factors)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project bench/Attune.Bench -- COMMAND

          kernels [FILTER]    times the kernels with BenchmarkDotNet (FILTER: part of a name)
          rivals [OPTIONS]    Attune and its peers side by side; needs a Python that can import the peers
          curves [OPTIONS]    how time and memory grow with interactions and factors
          growth [OPTIONS]    quality and cost on invented data of 100 thousand to 100 million interactions (--sizes, --models, --energy METER, --tree FILE)
          selection [OPTIONS] time and memory of choosing what to learn from, 10 thousand to a million candidates
          retraining [OPTIONS] a server that trains again month by month, on everything and on a fifth of what is new; needs libtorch
          evaluation          how long it takes to measure a model
          modules [OPTIONS]   the pieces of a training step, and SASRec beside PyTorch; needs libtorch, a Python with torch and Amazon Beauty in ATTUNE_DATA
          collaborative [OPTIONS]   LightGCN's spreading and an epoch of Mult-VAE beside PyTorch on the same libtorch
          ctr [OPTIONS]       steps of DeepFM beside PyTorch on the same libtorch, and ssr's views in one product
          rows [OPTIONS]      click models trained on files of 1 to 20 million rows: speed and memory (--sizes, --models); needs libtorch
          buy-again [OPTIONS] what all users buy again as of a day, 10 thousand to a million users (--sizes, --models)
          cadence [OPTIONS]   what CASE makes of days that pass on a planted shop, and its time by the items of a user; needs libtorch
          mixers [OPTIONS]    softmax attention and its linear kin by the length of the history; needs libtorch
          link [OPTIONS]      two processes that train over a link of limited bandwidth, with and without accumulation; needs libtorch, Linux, the ip tool and root
          purchases USERS FILE   writes purchases with planted rhythms, for attune recommend --all --as-of 2000-01-01 over many users
          lists [OPTIONS]     measuring all users by a SASRec, beside PyTorch; needs the same
          torch [OPTIONS]     what libtorch costs through Attune, beside Python on the same libtorch
          serving [OPTIONS]   the server under load beside a bare endpoint; needs h2load (Debian: nghttp2-client)
          feed [OPTIONS]      events through RabbitMQ into stores; ATTUNE_BENCH_RABBIT and ATTUNE_BENCH_POSTGRES name broker and database, which deploy/local.sh --replicas 0 starts
          faults [OPTIONS]    the server killed again and again (--rounds, default 50) while it takes events and trains
          losses [OPTIONS]    losses and Adam beside PyTorch on the same libtorch

          --out FILE          where the table goes, Markdown; a page with charts is written beside it (.html)
          --work DIR          where data is made, some GB (default: a folder of the system's temporary files)
          --rounds N          how often each side runs (default 5)
          --tasks A,B         rivals: some of als, als-cholesky, bpr, item-knn, top-n, svd, svdpp, ease; losses: some of softmax, bce, adam; serving: some of 100k, 1m, cached, ingest
          --python FILE       rivals, torch, losses, modules, collaborative, ctr, lists: the Python (default python3)
          --sizes N,N         growth: interactions, in whole numbers (default: nine from 100000 to 100000000); rows: rows; buy-again: users
          --models A,B        growth: some of popularity, item-knn, als, bpr; rows, buy-again: any that do such work
          --energy METER      growth only: measure the energy of each training, as attune does (default: not measured)
          --tree FILE         growth only: the values as attune plan data --from reads them
          --ratings FILE      rivals only: the ratings that svd and svdpp are trained on
        """);
    return 2;
}
