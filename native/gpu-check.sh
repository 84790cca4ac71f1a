#!/bin/sh
# The check on a machine with a graphics card; needs cmake with make or ninja, a C++ compiler, and libtorch 2.x: LIBTORCH, or the torch package of its python3.
cd "$(dirname "$0")" || exit 1
LIBTORCH=${LIBTORCH:-$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))' 2>/dev/null)}
echo "libtorch: ${LIBTORCH:-the system'"'"'s}"
rm -rf shim
command -v make >/dev/null || export CMAKE_GENERATOR=Ninja
cmake -S native/attune_torch -B shim -DCMAKE_BUILD_TYPE=Release ${LIBTORCH:+"-DCMAKE_PREFIX_PATH=$LIBTORCH"} >shim.log 2>&1 && cmake --build shim >>shim.log 2>&1 || { tail -n 30 shim.log; exit 1; }
ATTUNE_TORCH=$PWD/shim/libattune_torch.so
export ATTUNE_TORCH
device=cpu
./tool/Attune.Cli doctor --json | grep -q '"cudaDevices": [1-9]' && device=cuda
[ $device = cpu ] && echo "No graphics card is usable here: this run checks the CPU half alone."
./tool/Attune.Cli doctor
ATTUNE_TEST_DEVICE=$device ./tests/Attune.Neural.Tests -noLogo -noColor -reporter quiet || failed=1
./tool/Attune.Cli train sasrec --data sample.csv.gz --set epochs=2 --device $device --log training.jsonl --out model || failed=1
tail -n 1 training.jsonl
exit ${failed:-0}
