"""Losses and Adam as they are usually written in PyTorch. Reads one task per line of standard input and answers each with a line: seconds of one step (forward and backward), and its loss.

A task: KIND POSITIONS ITEMS WIDTH NEGATIVES, where KIND is softmax, bce or adam (POSITIONS × WIDTH parameters).
"""
import sys, time
import torch
import torch.nn.functional as F

torch.set_num_threads(2)
print(f"PyTorch {torch.__version__}", flush=True)
made = {}


def problem(positions, items, width, k):
    made.clear()
    torch.manual_seed(1)
    states = (0.3 * torch.randn(positions, width)).requires_grad_()
    table = (0.3 * torch.randn(items + 1, width)).requires_grad_()
    return states, table, torch.randint(1, items + 1, (positions,)), torch.randint(1, items + 1, (positions, k)) if k else None


def softmax(states, table, targets, _):
    return F.cross_entropy(states @ table[1:].T, targets - 1)


def bce(states, table, targets, drawn):
    rows = torch.cat([targets.unsqueeze(1), drawn], 1)
    scores = (F.embedding(rows, table) @ states.unsqueeze(2)).squeeze(2)
    wanted = torch.zeros_like(scores)
    wanted[:, 0] = 1
    return F.binary_cross_entropy_with_logits(scores, wanted)


def adam(positions, width):
    value = torch.zeros(positions, width).requires_grad_()
    value.grad = torch.randn(positions, width)
    optimizer = torch.optim.Adam([value])
    optimizer.step()
    return optimizer


for line in sys.stdin:
    kind, *numbers = line.split()
    positions, items, width, k = map(int, numbers)
    if line not in made:
        made.clear()
        made[line] = adam(positions, width) if kind == "adam" else problem(positions, items, width, k)
    start = time.perf_counter()
    if kind == "adam":
        made[line].step()
        value = 0.0
    else:
        states, table, targets, drawn = made[line]
        loss = {"softmax": softmax, "bce": bce}[kind](states, table, targets, drawn)
        loss.backward()
        value = loss.item()
    seconds = time.perf_counter() - start
    if kind != "adam":
        states.grad = table.grad = None
    print(seconds, value, flush=True)
