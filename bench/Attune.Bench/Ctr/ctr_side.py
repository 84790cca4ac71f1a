"""DeepFM in PyTorch as it is usually written, on rows that the other side made. Answers lines "CODES KIND STEPS" with seconds for so many steps.

Usage: ctr_side.py FOLDER THREADS    codes.i32 (rows × fields) and labels.f32 in FOLDER
KIND: dense (nn.Embedding, one Adam over all) or rows (sparse gradients, SparseAdam for the tables).
"""
import sys, time
import numpy as np
import torch
import torch.nn as nn

FIELDS, SIZE, WIDTH, LAYERS, BATCH = 10, 16, 400, 3, 4096


class DeepFm(nn.Module):
    def __init__(self, codes, sparse):
        super().__init__()
        self.vectors, self.weights = nn.Embedding(codes, SIZE, sparse=sparse), nn.Embedding(codes, 1, sparse=sparse)
        nn.init.normal_(self.vectors.weight, std=0.01)
        nn.init.normal_(self.weights.weight, std=0.01)
        layers = []
        for l in range(LAYERS):
            layers += [nn.Linear(FIELDS * SIZE if l == 0 else WIDTH, WIDTH), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(WIDTH, 1))

    def forward(self, codes):
        e = self.vectors(codes)
        pairs = 0.5 * (e.sum(1).square() - e.square().sum(1)).sum(1)
        return self.layers(e.flatten(1)).squeeze(1) + self.weights(codes).sum((1, 2)) + pairs


folder, threads = sys.argv[1:3]
torch.set_num_threads(int(threads))
torch.manual_seed(1)
codes = torch.from_numpy(np.fromfile(folder + "/codes.i32", dtype=np.int32).reshape(-1, FIELDS)).long()
labels = torch.from_numpy(np.fromfile(folder + "/labels.f32", dtype=np.float32))
kept = {}
print("PyTorch " + torch.__version__, flush=True)


def made(count, kind):
    if (count, kind) not in kept:
        network = DeepFm(count, kind == "rows")
        if kind == "dense":
            optimizers = [torch.optim.Adam(network.parameters(), lr=1e-3)]
        else:
            tables = [network.vectors.weight, network.weights.weight]
            optimizers = [torch.optim.SparseAdam(tables, lr=1e-3), torch.optim.Adam(network.layers.parameters(), lr=1e-3)]
        kept[count, kind] = (network, optimizers)
    return kept[count, kind]


for line in sys.stdin:
    count, kind, steps = line.split()
    network, optimizers = made(int(count), kind)
    loss_of = nn.BCEWithLogitsLoss()
    order = torch.randperm(len(labels))
    start = time.perf_counter()
    for s in range(int(steps)):
        rows = order[s * BATCH:(s + 1) * BATCH]
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss = loss_of(network(codes[rows]), labels[rows])
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        loss.item()
    print(time.perf_counter() - start, flush=True)
