"""Numbers of next-basket models from dense matrices (numpy), for BasketsGoldenTests: python3 baskets.py > baskets.json"""
import json
import math

import numpy as np

USERS, ITEMS = 24, 14
state = 12345


def draw(limit):
    global state
    state = (1103515245 * state + 12345) % 2**31
    return (state >> 8) % limit


purchases = sorted({(u, draw(120), draw(ITEMS)) for u in range(USERS) for _ in range(6 + draw(30))})


def baskets(user, before=10**9):
    days = {}
    for u, day, item in purchases:
        if u == user and day < before:
            days.setdefault(day, set()).add(item)
    return sorted(days.items(), reverse=True)


def tifu_weights(days, asof, o):
    if o["groupDays"]:
        groups = [(asof - 1 - d) // o["groupDays"] for d in days]
        within = [(asof - 1 - d) % o["groupDays"] for d in days]
        power = [math.log(1 + w) if o["logDays"] else w for w in within]
        return [o["within"] ** p / groups.count(g) * o["group"] ** g / len(set(groups)) for p, g in zip(power, groups)]
    m = min(o["groups"], len(days))
    weights = []
    for g, part in enumerate(np.array_split(np.arange(len(days)), m)):
        weights += [o["within"] ** j / len(part) * o["group"] ** g / m for j in range(len(part))]
    return weights


def tifu_vector(user, asof, o):
    v = np.zeros(ITEMS)
    history = baskets(user, asof)
    for (_, items), w in zip(history, tifu_weights([d for d, _ in history], asof, o)):
        for i in items:
            v[i] += w
    return v


def tifu(user, asof, o):
    train = np.array([tifu_vector(v, baskets(v)[0][0] + 1, o) for v in range(USERS)])
    own = tifu_vector(user, asof, o)
    distance = np.linalg.norm(train - own, axis=1)
    distance[user] = np.inf
    nearest = np.argsort(distance, kind="stable")[: o["k"]]
    return o["alpha"] * own + (1 - o["alpha"]) * train[nearest].mean(axis=0)


def upcf(user, asof, o):
    def parts(u, before):
        history = baskets(u, before)
        r = min(o["r"], len(history)) if o["r"] else len(history)
        p, binary = np.zeros(ITEMS), np.zeros(ITEMS)
        for n, (_, items) in enumerate(history):
            for i in items:
                binary[i] = 1
                p[i] += (n < r) / r
        return p, binary

    p, mine = parts(user, asof)
    scores = p.copy()
    for v in range(USERS):
        if v == user:
            continue
        q, other = parts(v, 10**9)
        s = (mine @ other) / (mine.sum() ** o["a"] * other.sum() ** (1 - o["a"]))
        scores += s ** o["q"] * q
    return scores


TIFU = [
    dict(k=5, within=0.9, group=0.7, alpha=0.7, groups=3, groupDays=0, logDays=True),
    dict(k=3, within=0.6, group=0.9, alpha=0.2, groups=7, groupDays=0, logDays=True),
    dict(k=5, within=0.8, group=0.7, alpha=0.5, groups=7, groupDays=30, logDays=True),
    dict(k=4, within=0.95, group=0.6, alpha=0.6, groups=7, groupDays=14, logDays=False),
]
UPCF = [dict(r=5, a=0.75, q=10), dict(r=0, a=0.25, q=1), dict(r=2, a=0.5, q=3)]
ASKED = [(0, 130), (7, 121), (11, 90), (23, 60)]
ASKED = [(u, d) for u, d in ASKED if baskets(u, d)]
print(json.dumps(dict(
    source=f"tests/Golden/baskets.py, numpy {np.__version__}",
    purchases=[list(map(int, p)) for p in purchases],
    tifu=[dict(options=o, asked=[dict(user=u, day=d, scores=[round(float(s), 9) for s in tifu(u, d, o)]) for u, d in ASKED]) for o in TIFU],
    upcf=[dict(options=o, asked=[dict(user=u, day=d, scores=[round(float(s), 9) for s in upcf(u, d, o)]) for u, d in ASKED]) for o in UPCF],
)))
