# CASE from the formulas of arXiv:2604.06718 and of Set Transformer (arXiv:1810.00825), in double precision on PyTorch 1.13: users one after another, without padding and without masks.
# python3 case.py > case.json
import json, math, torch
import torch.nn.functional as F
torch.manual_seed(5)
torch.set_default_dtype(torch.float64)

def case(width, heads, points, layers, days, kernels, items, users, both):
    P = {}
    def g(name, *shape):
        P[name] = (torch.randn(*shape) * 0.3).requires_grad_()
        return P[name]
    def lin(name, i, o): g(name + ".weight", o, i); g(name + ".bias", o)
    def mab(name, q, k, w):
        for part, i in (("fc_q", q), ("fc_k", k), ("fc_v", k), ("fc_o", w)): lin(f"{name}.{part}", i, w)
        for norm in ("ln0", "ln1"): g(f"{name}.{norm}.weight", w); g(f"{name}.{norm}.bias", w)
    for n, k in enumerate(kernels):
        g(f"cnn.{n}.weight", 1, 1, k); P[f"cnn.{n}.bias"] = torch.rand(1).requires_grad_()
    lin("cadence.0", sum(days // k for k in kernels), width); lin("cadence.1", width, width)
    g("item_embedding.weight", items + 1, width); P["item_embedding.weight"].data[0] = 0
    for l in range(layers):
        g(f"sets.{l}.I", 1, points, 2 * width)
        mab(f"sets.{l}.mab0", 2 * width, 2 * width, 2 * width); mab(f"sets.{l}.mab1", 2 * width, 2 * width, 2 * width)
    lin("score.0", 2 * width, width); lin("score.1", width, 1)
    if both:
        g("bought.weight", 2, width); g("pool.S", 1, 1, width); mab("pool.mab", width, width, width); g("mix", items + 1)
    def apply(name, x): return x @ P[name + ".weight"].T + P[name + ".bias"]
    def norm(name, x):
        c = x - x.mean(-1, keepdim=True)
        return c / torch.sqrt((c ** 2).mean(-1, keepdim=True) + 1e-5) * P[name + ".weight"] + P[name + ".bias"]
    def attend(name, x, y, h, w):
        q, k, v = apply(name + ".fc_q", x), apply(name + ".fc_k", y), apply(name + ".fc_v", y)
        d = w // h
        o = torch.cat([q[:, a * d:(a + 1) * d] + torch.softmax(q[:, a * d:(a + 1) * d] @ k[:, a * d:(a + 1) * d].T / math.sqrt(w), 1) @ v[:, a * d:(a + 1) * d] for a in range(h)], 1)
        o = norm(name + ".ln0", o)
        return norm(name + ".ln1", o + torch.relu(apply(name + ".fc_o", o)))
    total, scores = 0, []
    for u in users:
        calendar = torch.zeros(len(u), days)
        for s, (_, ago, _) in enumerate(u):
            for d in ago:
                if d <= days: calendar[s, d - 1] = 1
        features = torch.cat([torch.relu(F.conv1d(calendar[:, None], P[f"cnn.{n}.weight"], P[f"cnn.{n}.bias"], stride=k))[:, 0] for n, k in enumerate(kernels)], 1)
        cadence = torch.relu(apply("cadence.1", torch.relu(apply("cadence.0", features))))
        e = P["item_embedding.weight"][[i + 1 for i, _, _ in u]]
        x = torch.cat([cadence, e], 1)
        for l in range(layers):
            x = attend(f"sets.{l}.mab1", x, attend(f"sets.{l}.mab0", P[f"sets.{l}.I"][0], x, heads, 2 * width), heads, 2 * width)
        s = apply("score.1", F.elu(apply("score.0", x)))[:, 0]
        if both:
            z = torch.stack([sum(P["bought.weight"][int(calendar[n, d])] for d in range(days)) for n in range(len(u))])
            m = P["mix"][[i + 1 for i, _, _ in u]]
            s = m * s + (1 - m) * (e @ attend("pool.mab", P["pool.S"][0], z, heads, width)[0])
        scores.append(s.tolist())
        total = total + F.binary_cross_entropy_with_logits(s, torch.tensor([float(b) for _, _, b in u]), reduction="sum")
    total.backward()
    flat = lambda t: {"shape": list(t.shape), "data": [round(float(v), 8) for v in t.reshape(-1)]}
    return {"width": width, "heads": heads, "inducingPoints": points, "layers": layers, "days": days, "kernels": ",".join(map(str, kernels)), "items": items, "scoring": "both" if both else "intrinsic",
            "users": [[{"item": i, "daysAgo": a, "bought": b} for i, a, b in u] for u in users], "parameters": {k: flat(v.detach()) for k, v in P.items()},
            "scores": scores, "loss": float(total), "gradients": {k: flat(v.grad) for k, v in P.items()}}

# Items in the order of the newest purchase, as a history has them; days beyond the horizon are read by nothing.
users = [[(2, [1, 8, 15, 29], 1), (0, [3, 6, 30], 0), (5, [14, 28], 1), (1, [40], 0)], [(4, [2], 0), (3, [7, 21], 1)]]
print(json.dumps({"source": "tests/Golden/case.py, PyTorch 1.13 on the CPU in double precision: per case the parameters, the scores of each user's items and the gradients of the summed binary cross-entropy",
    "cases": {"intrinsic": case(4, 2, 3, 2, 28, [7, 14, 9], 6, users, False), "both": case(4, 2, 2, 1, 28, [7, 28], 6, users, True)}}))
