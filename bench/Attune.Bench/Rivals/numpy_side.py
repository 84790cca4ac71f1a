"""EASE as its paper writes it, in numpy with all threads of its BLAS: prints one JSON line. Usage: numpy_side.py ease FOLDER"""
import json, os, sys, time
import numpy as np
import scipy.sparse as sparse

folder = sys.argv[2]
offsets = np.fromfile(os.path.join(folder, "offsets.i32"), dtype=np.int32)
items = np.fromfile(os.path.join(folder, "items.i32"), dtype=np.int32)
columns = int(open(os.path.join(folder, "columns.txt")).read())
data = sparse.csr_matrix((np.ones(len(items), dtype=np.float32), items, offsets), shape=(len(offsets) - 1, columns))
start = time.perf_counter()
gram = (data.T @ data).toarray()
gram[np.diag_indices(columns)] += 500
inverse = np.linalg.inv(gram)
weights = inverse / -np.diag(inverse)
weights[np.diag_indices(columns)] = 0
print(json.dumps({"seconds": time.perf_counter() - start, "version": "numpy " + np.__version__}))
