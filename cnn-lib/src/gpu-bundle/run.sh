#!/usr/bin/env bash
# On a Linux machine with an NVIDIA GPU and neither Java nor Maven: does the backend work here, does it compute rightly, how fast is it, and how fast is
# PyTorch on the same GPU. Everything is printed and kept beside this script; the last lines are one table.
# usage: bash run.sh [SECONDS]      how long each case is measured, 3 unless said
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
seconds=${1:-3}
results=${RESULTS:-$here/results}
cases="lenet5-train-b64 lenet5-infer-b64 resnet20-train-b128 resnet20-infer-b128 resnet20-train-b512-bf16 resnet50-train-b256-bf16"
mkdir -p "$results"
[ -x "$here/gpu-runtime/bin/java" ] || tar xJf "$here/runtime.tar.xz" -C "$here"

# cuDNN and cuBLAS: the system's, else those that came with Python's packages
folders=$(python3 - <<'PY' 2>/dev/null
import glob, importlib.util
spec = importlib.util.find_spec('nvidia')
print(':'.join(d for p in (spec.submodule_search_locations if spec else []) for d in sorted(glob.glob(p + '/*/lib'))))
PY
)
export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folders
export CONVBOOK_BACKEND=cuda
java=("$here/gpu-runtime/bin/java" -cp "$here/lib/*")

"${java[@]}" org.convbook.cnn.backend.cuda.GpuCheck | tee "$results/device.txt"
[ "${PIPESTATUS[0]}" = 0 ] || exit 1

"${java[@]}" org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=tree \
  --select-class org.convbook.cnn.backend.cuda.CudaDeviceTest --select-class org.convbook.cnn.backend.cuda.CudaDeviceSixteenBitsTest \
  --select-class org.convbook.cnn.backend.cuda.CudaDeviceTrainingTest > "$results/tests.txt" 2>&1
right=$?
grep -E 'tests (successful|failed|aborted)' "$results/tests.txt"
[ "$right" = 0 ] || sed -n '/^Failures/,/^Test run/p' "$results/tests.txt"

# each case in a process of its own: one that fails takes no other's figure away
for case in $cases $(printf '%s\n' $cases | sed -n '/-train-/s/$/-ahead/p'); do
  "${java[@]}" org.convbook.cnn.bench.Bench "$case" --seconds "$seconds"
done | tee "$results/convbook.jsonl"
: > "$results/pytorch.jsonl"
if python3 -c 'import torch, sys; sys.exit(not torch.cuda.is_available())' 2>/dev/null; then
  python3 "$here/peer.py" --seconds "$seconds" $cases | tee "$results/pytorch.jsonl"
else
  echo "no PyTorch with CUDA here: the table has our figures only"
fi

{
  head -1 "$results/device.txt"
  cat "$results/convbook.jsonl" "$results/pytorch.jsonl" | sed -n 's/.*"peer":"\([^"]*\)".*"case":"\([^"]*\)".*"ms_median":\([0-9.]*\).*/\1 \2 \3/p' | awk '
    $1 ~ /^convbook/ { own[$2] = $3; order[++n] = $2; next }
    { if (!($2 in best) || $3 < best[$2]) { best[$2] = $3; by[$2] = $1 } }
    END {
      printf "%-30s %12s %12s %8s  %s\n", "case", "convbook ms", "PyTorch ms", "ratio", "the faster form of PyTorch"
      for (i = 1; i <= n; i++) { c = order[i]
        if (c in best) printf "%-30s %12.4f %12.4f %8.2f  %s\n", c, own[c], best[c], best[c] / own[c], by[c]
        else printf "%-30s %12.4f %12s %8s\n", c, own[c], "-", "-" }
      for (i = 1; i <= n; i++) { c = order[i]; if (c "-ahead" in own) printf "looking ahead: %s, %.2f times as fast\n", c, own[c] / own[c "-ahead"] } }'
} | tee "$results/table.txt"
exit $right
