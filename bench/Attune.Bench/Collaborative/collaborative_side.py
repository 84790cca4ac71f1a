"""LightGCN's propagation and an epoch of Mult-VAE as they are usually written in PyTorch: FOLDER THREADS.

FOLDER holds a matrix of users × items as raw files (offsets.i32, items.i32, columns.txt). Reads one task per line of standard input and answers each with its seconds:
  spread-coo WIDTH LAYERS, spread-csr WIDTH LAYERS   forward and backward through the normalised adjacency
  vae HIDDEN LATENT BATCH                            all users once, with Adam
"""
import os, sys, time
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

folder, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)
torch.manual_seed(1)
print(f"PyTorch {torch.__version__}", flush=True)
offsets = np.fromfile(os.path.join(folder, "offsets.i32"), dtype=np.int32).astype(np.int64)
items = np.fromfile(os.path.join(folder, "items.i32"), dtype=np.int32).astype(np.int64)
users_count, items_count = len(offsets) - 1, int(open(os.path.join(folder, "columns.txt")).read())
made = {}


def adjacency(layout):
    users = np.repeat(np.arange(users_count), np.diff(offsets))
    rows, columns = np.concatenate([users, users_count + items]), np.concatenate([users_count + items, users])
    size = users_count + items_count
    degree = np.bincount(rows, minlength=size)
    values = 1 / np.sqrt(degree[rows].astype(np.float64) * degree[columns])
    a = torch.sparse_coo_tensor(torch.tensor(np.stack([rows, columns])), torch.tensor(values, dtype=torch.float32), (size, size)).coalesce()
    return a.to_sparse_csr() if layout == "csr" else a


def spread(layout, width, layers):
    if layout not in made:
        made[layout] = adjacency(layout), torch.randn(users_count + items_count, width, requires_grad=True), torch.randn(users_count + items_count, width)
    a, start, gradient = made[layout]
    start.grad = None
    began = time.perf_counter()
    if layout == "csr":
        # Without a backward of its own in older versions: as the matrix is symmetric, its product carries the gradient.
        with torch.no_grad():
            for x in (start, gradient):
                layer, total = x, x
                for _ in range(layers):
                    layer = a @ layer
                    total = total + layer
                total = total / (layers + 1)
    else:
        layer, total = start, start
        for _ in range(layers):
            layer = torch.sparse.mm(a, layer)
            total = total + layer
        (total / (layers + 1)).backward(gradient)
    return time.perf_counter() - began


class MultVae(nn.Module):
    def __init__(self, hidden, latent):
        super().__init__()
        self.latent = latent
        self.first, self.code = nn.Linear(items_count, hidden), nn.Linear(hidden, 2 * latent)
        self.second, self.last = nn.Linear(latent, hidden), nn.Linear(hidden, items_count)

    def forward(self, x):
        h = self.code(torch.tanh(self.first(F.dropout(F.normalize(x), 0.5, self.training))))
        mean, log_variance = h[:, :self.latent], h[:, self.latent:]
        z = mean + torch.randn_like(mean) * torch.exp(0.5 * log_variance)
        return self.last(torch.tanh(self.second(z))), mean, log_variance


def vae(hidden, latent, batch):
    if "vae" not in made:
        network = MultVae(hidden, latent)
        made["vae"] = network, torch.optim.Adam(network.parameters(), lr=1e-3)
    network, adam = made["vae"]
    began = time.perf_counter()
    order = np.random.permutation(users_count)
    for start in range(0, users_count, batch):
        chosen = order[start:start + batch]
        x = np.zeros((len(chosen), items_count), dtype=np.float32)
        for r, u in enumerate(chosen):
            x[r, items[offsets[u]:offsets[u + 1]]] = 1
        x = torch.from_numpy(x)
        scores, mean, log_variance = network(x)
        likelihood = -torch.mean(torch.sum(F.log_softmax(scores, 1) * x, -1))
        kl = -0.5 * torch.mean(torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp(), dim=1))
        adam.zero_grad()
        (likelihood + 0.2 * kl).backward()
        adam.step()
    return time.perf_counter() - began


for line in sys.stdin:
    kind, *numbers = line.split()
    numbers = list(map(int, numbers))
    print(vae(*numbers) if kind == "vae" else spread(kind.split("-")[1], *numbers), flush=True)
