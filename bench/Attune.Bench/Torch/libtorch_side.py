"""One measurement of libtorch from Python, with the threads and the vector level that Attune uses: prints seconds for one operation."""
import os
import sys
import time

cpu = open("/proc/cpuinfo").read() if os.path.exists("/proc/cpuinfo") else ""
if "avx512bw" in cpu and "avx512dq" in cpu:
    os.environ.setdefault("ATEN_CPU_CAPABILITY", "avx512")

import torch

torch.set_num_threads(len(os.sched_getaffinity(0)))


def least(work, times):
    best = float("inf")
    for i in range(times + 3):
        start = time.perf_counter()
        work()
        if i >= 3:
            best = min(best, time.perf_counter() - start)
    return best


def add():
    a = torch.ones(4, 4)

    def work():
        for _ in range(1000):
            a + a

    return least(work, 300) / 1000


def product():
    a = torch.randn(2048, 2048)
    return least(lambda: a @ a, 12)


def big():
    a = torch.randn(6400, 12102)
    return least(lambda: torch.log_softmax(a * a, 1), 5)


def activations():
    a = torch.randn(6400, 256)
    return least(lambda: torch.exp(torch.softmax(torch.nn.functional.gelu(a), 1)), 12)


def steps():
    def work():
        for length in (200, 83, 141, 52, 187, 110, 163, 71):
            kept = [torch.full((128, length, 128), float(i)) for i in range(60)]
            del kept

    return least(work, 5)


with torch.no_grad():
    print({"add": add, "product": product, "big": big, "activations": activations, "steps": steps}[sys.argv[1]]())
