"""SASRec in PyTorch, as it is usually written: nn.TransformerEncoderLayer, nn.Embedding, Adam. Opens what Attune saved, by the same names of parameters.

Usage: torch_side.py losses|scores FOLDER           equal weights and batches: the loss of every step, or the scores of every item
       torch_side.py steps FOLDER padded|bucketed N  times N steps spread over an epoch; prints one JSON line
       torch_side.py lists FOLDER N                  ranks all items for every user, N users at a time, and measures the lists; prints one JSON line
FOLDER holds options.json, weights.safetensors and batches.safetensors (losses, scores) or sequences.safetensors (steps, lists).
"""
import json, math, os, sys, time
import torch
import torch.nn as nn
import torch.nn.functional as F


def read(path):
    """A safetensors file: 8 bytes of header length, a JSON header, then the numbers."""
    data = open(path, "rb").read()
    start = 8 + int.from_bytes(data[:8], "little")
    types = {"F32": torch.float32, "I32": torch.int32, "I64": torch.int64, "U8": torch.uint8}
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if name == "__metadata__":
            continue
        first, last = entry["data_offsets"]
        raw = bytearray(data[start + first:start + last])
        tensors[name] = torch.frombuffer(raw, dtype=types[entry["dtype"]]).reshape(entry["shape"]) if raw else torch.empty(entry["shape"])
    return tensors


class Sasrec(nn.Module):
    def __init__(self, items, width, length, layers, heads, inner, dropout, activation, norm_first, **_):
        super().__init__()
        self.item_embedding = nn.Embedding(items + 1, width, padding_idx=0)
        self.position_embedding = nn.Embedding(length, width)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(width, heads, inner, dropout, activation, batch_first=True, norm_first=norm_first) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.heads, self.length, self.norm_first = heads, length, norm_first

    def forward(self, items):
        batch, length = items.shape
        x = self.item_embedding(items)
        if self.norm_first:
            x = x * math.sqrt(x.shape[-1])
        x = x + self.position_embedding.weight[self.length - length:]
        x = self.dropout(x if self.norm_first else self.norm(x))
        hidden = (items == 0)[:, None, None, :] | torch.ones(length, length, dtype=torch.bool).triu(1)
        # Finite: the first places of padded sequences see nothing.
        mask = (hidden.float() * -1e9).expand(batch, self.heads, length, length).reshape(-1, length, length)
        for layer in self.layers:
            x = layer(x, mask)
        return self.norm(x) if self.norm_first else x


def loss_of(network, kind, items, targets, negatives):
    states, table = network(items), network.item_embedding.weight
    if kind == "softmax":
        return F.cross_entropy((states @ table[1:].T).reshape(-1, len(table) - 1), targets.reshape(-1) - 1, ignore_index=-1)
    asked = (targets > 0).float()
    positive = (states * network.item_embedding(targets)).sum(-1)
    negative = (states * network.item_embedding(negatives)).sum(-1)
    return ((F.softplus(-positive) + F.softplus(negative)) * asked).sum() / (2 * asked.sum())


def batches_of(sequences, length, size, padding):
    """Batches of a shuffled epoch: padded to the longest sequence there may be, or by length within windows of 32 batches."""
    order = torch.randperm(len(sequences)).tolist()
    starts = list(range(0, len(order), size))
    if padding == "bucketed":
        window = 32 * size
        order = [u for w in range(0, len(order), window) for u in sorted(order[w:w + window], key=lambda u: len(sequences[u]))]
        starts = [starts[i] for i in torch.randperm(len(starts)).tolist()]
    for start in starts:
        chosen = [sequences[u][-length - 1:] for u in order[start:start + size]]
        longest = length if padding == "padded" else max(len(s) - 1 for s in chosen)
        items, targets = torch.zeros(2, len(chosen), longest, dtype=torch.int64)
        for row, s in enumerate(chosen):
            items[row, longest - len(s) + 1:] = s[:-1]
            targets[row, longest - len(s) + 1:] = s[1:]
        yield items, targets


def learn(network, optimizer, kind, items, targets, negatives):
    optimizer.zero_grad()
    loss = loss_of(network, kind, items, targets, negatives)
    loss.backward()
    optimizer.step()
    return loss


@torch.inference_mode()
def lists(network, data, size):
    """hit@10 and NDCG@10 of the one held-out item of every user among all items but those of the history, users of like lengths together."""
    items, starts, ends, held = data["items"].long(), data["offsets"][:-1].long(), data["offsets"][1:].long(), data["held"].long()
    table, discounts = network.item_embedding.weight[1:].T.contiguous(), 1 / torch.log2(torch.arange(10) + 2.0)
    hits = gains = 0.0
    for users in (ends - starts).argsort().split(size):
        first, last = starts[users], ends[users]
        counts = last - first
        longest = min(network.length, counts.max().item())
        places = last[:, None] - longest + torch.arange(longest)
        scores = network(torch.where(places >= first[:, None], items[places.clamp(min=0)] + 1, 0))[:, -1] @ table
        within = torch.arange(counts.sum()) - (counts.cumsum(0) - counts).repeat_interleave(counts)
        scores[torch.arange(len(users)).repeat_interleave(counts), items[first.repeat_interleave(counts) + within]] = -math.inf
        found = (scores.topk(10).indices == held[users][:, None]).float()
        hits += found.sum().item()
        gains += (found @ discounts).sum().item()
    return hits / len(starts), gains / len(starts)


command, folder = sys.argv[1:3]
options = json.load(open(os.path.join(folder, "options.json")))
torch.set_num_threads(options["threads"])
torch.manual_seed(1)
network = Sasrec(**options)
network.load_state_dict(read(os.path.join(folder, "weights.safetensors")))
optimizer = torch.optim.Adam(network.parameters(), lr=options["learning_rate"])
if command == "losses":
    given = read(os.path.join(folder, "batches.safetensors"))
    steps = sum(name.startswith("items.") for name in given)
    losses = [learn(network, optimizer, options["loss"], given[f"items.{n}"], given[f"targets.{n}"], given.get(f"negatives.{n}")).item() for n in range(steps)]
    print(json.dumps({"losses": losses}))
elif command == "scores":
    states = network(read(os.path.join(folder, "batches.safetensors"))["items.0"])
    print(json.dumps({"scores": (states[:, -1] @ network.item_embedding.weight[1:].T).tolist()}))
elif command == "lists":
    data, size = read(os.path.join(folder, "sequences.safetensors")), int(sys.argv[3])
    network.eval()
    lists(network, data, size)
    start = time.perf_counter()
    hit, ndcg = lists(network, data, size)
    print(json.dumps({"seconds": time.perf_counter() - start, "hit": hit, "ndcg": ndcg, "version": "PyTorch " + torch.__version__}))
else:
    data, count = read(os.path.join(folder, "sequences.safetensors")), int(sys.argv[4])
    sequences = [s + 1 for s in data["items"].long().split(data["offsets"].diff().tolist()) if len(s) > 1]
    batches = list(batches_of(sequences, options["length"], options["batch_size"], sys.argv[3]))
    chosen = batches[:: max(1, len(batches) // count)]
    warm = min(3, len(chosen))
    for items, targets in chosen[:warm]:
        learn(network, optimizer, options["loss"], items, targets, torch.randint(1, options["items"] + 1, items.shape))
    start = time.perf_counter()
    for items, targets in chosen:
        learn(network, optimizer, options["loss"], items, targets, torch.randint(1, options["items"] + 1, items.shape))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds * len(batches) / len(chosen), "steps": len(chosen), "version": "PyTorch " + torch.__version__}))
