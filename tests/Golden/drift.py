"""Makes drift.json: /usr/bin/python3 tests/Golden/drift.py > tests/Golden/drift.json (numpy, scipy)."""
import json
import numpy as np
import scipy
from scipy.optimize import nnls
from scipy.spatial.distance import cdist, pdist

rng = np.random.default_rng(20110901)
p = np.round(rng.normal(0.3, 1.0, (7, 4)), 3)
q = np.round(rng.normal(-0.2, 1.3, (9, 4)), 3)


def mmd(k, n):
    """Both forms of MMD^2 from a kernel matrix of the pooled vectors, pair by pair."""
    m = len(k) - n
    biased = k[:n, :n].mean() + k[n:, n:].mean() - 2 * k[:n, n:].mean()
    own = sum(k[i, j] for i in range(n) for j in range(n) if i != j) / (n * (n - 1))
    other = sum(k[i, j] for i in range(n, n + m) for j in range(n, n + m) if i != j) / (m * (m - 1))
    return biased, own + other - 2 * k[:n, n:].mean()


pooled = np.vstack([p, q])
cosine = 1 - cdist(pooled, pooled, "cosine")
sigma = 1.7
rbf = np.exp(-cdist(pooled, pooled, "sqeuclidean") / (2 * sigma ** 2))

# Orthogonal matching pursuit with ridge and weights of 0 and more: nnls on rows with sqrt(lambda) I below them.
lam = 0.5
atoms = np.round(rng.normal(size=(25, 5)) + 0.5, 3)
reference = np.round(rng.normal(size=(6, 5)) + np.array([1, 0, 0, 0.5, 0]), 3)
unit = atoms / np.linalg.norm(atoms, axis=1, keepdims=True)
target = (reference / np.linalg.norm(reference, axis=1, keepdims=True)).mean(axis=0)
chosen, weights, residual = [], np.zeros(0), target
while len(chosen) < 8:
    products = unit @ residual
    products[chosen] = -np.inf
    best = int(np.argmax(products))
    if products[best] <= 1e-12:
        break
    chosen.append(best)
    a = np.vstack([unit[chosen].T, np.sqrt(lam) * np.eye(len(chosen))])
    weights, _ = nnls(a, np.concatenate([target, np.zeros(len(chosen))]))
    residual = target - unit[chosen].T @ weights

before, after = np.array([120, 40, 0, 15]), np.array([90, 70, 5, 15])
b, c = (before + 0.5) / (before + 0.5).sum(), (after + 0.5) / (after + 0.5).sum()
print(json.dumps({
    "source": f"numpy {np.__version__}, scipy {scipy.__version__}; made by tests/Golden/drift.py",
    "p": p.ravel().tolist(), "q": q.ravel().tolist(), "dimension": 4,
    "cosine": mmd(cosine, len(p)), "sigma": sigma, "rbf": mmd(rbf, len(p)),
    "median": float(np.median(pdist(pooled))),
    "pursuit": {"atoms": atoms.ravel().tolist(), "reference": reference.ravel().tolist(), "dimension": 5, "lambda": lam, "chosen": chosen, "weights": weights.tolist()},
    "stability": {"before": before.tolist(), "after": after.tolist(), "psi": float(((c - b) * np.log(c / b)).sum())},
}, indent=1))
