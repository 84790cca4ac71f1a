"""Golden numbers for the metrics of clicks: scikit-learn's for auc and log loss, numpy's for gauc and calibration,
placements counted pair by pair for DeLong. Run with python3 (numpy, scipy, scikit-learn); writes click-metrics.json."""
import json
import os
import sys

import numpy as np
import scipy
import sklearn
from scipy.stats import norm
from sklearn.metrics import log_loss, roc_auc_score

random = np.random.default_rng(7)
n = 240
users = random.integers(0, 20, n)
logit = random.normal(size=n) + 0.5 * random.normal(size=20)[users] - 0.7
y = (random.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
y[users == 3] = 0
y[users == 4] = 1
# Two decimals make ties; the second model sees less.
a = np.round(1 / (1 + np.exp(-(logit + 0.5 * random.normal(size=n)))), 2)
b = np.round(1 / (1 + np.exp(-(0.4 * logit + random.normal(size=n)))), 2)
w = np.round(random.uniform(0.5, 3, n), 2)


def placements(s):
    x, z = s[y == 1], s[y == 0]
    wins = (x[:, None] > z[None, :]) + 0.5 * (x[:, None] == z[None, :])
    return wins.mean(1), 1 - wins.mean(0) * 1.0, wins.mean()


def delong(a, b):
    (xa, za, ua), (xb, zb, ub) = placements(a), placements(b)
    m, k = (y == 1).sum(), (y == 0).sum()
    cov = np.cov(np.vstack([xa, xb])) / m + np.cov(np.vstack([za, zb])) / k
    deviation = np.sqrt(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1])
    z = (ua - ub) / deviation
    return {"auc": [ua, ub], "deviation": [np.sqrt(cov[0, 0]), np.sqrt(cov[1, 1])], "difference": ua - ub,
            "differenceDeviation": deviation, "z": z, "p": 2 * norm.sf(abs(z))}


def gauc(s):
    total, weight, left = 0.0, 0.0, 0
    for u in np.unique(users):
        rows = users == u
        if y[rows].min() == y[rows].max():
            left += 1
            continue
        total += rows.sum() * roc_auc_score(y[rows], s[rows])
        weight += rows.sum()
    return total / weight, left


def ece(p, bins, weights):
    # As in the library, predictions are single precision and a bin is floor(p * bins).
    at = np.clip((p.astype(np.float32) * np.float32(bins)).astype(int), 0, bins - 1)
    return sum(weights[at == k].sum() * abs(np.average(p[at == k], weights=weights[at == k]) - np.average(y[at == k], weights=weights[at == k]))
               for k in range(bins) if (at == k).any()) / weights.sum()


p = np.clip(a, 1e-7, 1 - 1e-7)
value, left = gauc(a)
out = {
    "source": f"numpy {np.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}; tests/Golden/click-metrics.py",
    "users": users.tolist(), "labels": y.tolist(), "a": a.tolist(), "b": b.tolist(), "weights": w.tolist(),
    "auc": roc_auc_score(y, a), "aucWeighted": roc_auc_score(y, a, sample_weight=w),
    "gauc": value, "gaucLeftOut": left,
    "logLoss": log_loss(y, p), "logLossWeighted": log_loss(y, p, sample_weight=w),
    "ece": ece(a, 10, np.ones(n)), "eceWeighted": ece(a, 10, w),
    "delong": delong(a, b),
}
with open(os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "click-metrics.json"), "w") as file:
    json.dump(out, file)
    file.write("\n")
