"""One task of implicit on the files that RivalFiles writes: prints one JSON line. Usage: implicit_side.py TASK FOLDER [EPOCHS]"""
import json, os, sys, time
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # implicit's own threads do the work; its documentation asks for this
import numpy as np
import scipy.sparse as sparse

task, folder = sys.argv[1], sys.argv[2]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 0


def read(name, kind):
    return np.fromfile(os.path.join(folder, name), dtype=kind)


def matrix():
    offsets, items, values = read("offsets.i32", np.int32), read("items.i32", np.int32), read("values.f32", np.float32)
    columns = int(open(os.path.join(folder, "columns.txt")).read())
    return sparse.csr_matrix((values, items, offsets), shape=(len(offsets) - 1, columns))


def factors(model):
    model.user_factors.astype(np.float32).tofile(os.path.join(folder, f"theirs-{task}-users.f32"))
    model.item_factors.astype(np.float32).tofile(os.path.join(folder, f"theirs-{task}-items.f32"))


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


import implicit  # noqa: E402

data = matrix()
if task in ("als", "als-cholesky"):
    model = implicit.als.AlternatingLeastSquares(factors=64, regularization=0.05, alpha=2.0, iterations=count, use_cg=task == "als", num_threads=2, random_state=42)
    seconds, _ = timed(lambda: model.fit(data, show_progress=False))
    factors(model)
elif task == "bpr":
    model = implicit.bpr.BayesianPersonalizedRanking(factors=63, learning_rate=0.05, regularization=0.01, iterations=count, num_threads=2, random_state=42)  # its bias is the 64th factor
    seconds, _ = timed(lambda: model.fit(data, show_progress=False))
    factors(model)
elif task == "item-knn":
    model = implicit.nearest_neighbours.CosineRecommender(K=100, num_threads=2)
    seconds, _ = timed(lambda: model.fit(data, show_progress=False))
elif task == "top-n":
    model = implicit.cpu.als.AlternatingLeastSquares(factors=64, num_threads=2)
    model.user_factors = read("top-n-users.f32", np.float32).reshape(-1, 64)
    model.item_factors = read("top-n-items.f32", np.float32).reshape(-1, 64)
    users = np.arange(data.shape[0])
    seconds, (ids, _) = timed(lambda: model.recommend(users, data, N=10, filter_already_liked_items=True))
    ids.astype(np.int32).tofile(os.path.join(folder, "theirs-top-n.i32"))
else:
    sys.exit(f"implicit_side.py has no task {task}")
print(json.dumps({"seconds": seconds, "version": "implicit " + implicit.__version__}))
