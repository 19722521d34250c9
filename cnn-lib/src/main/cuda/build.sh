#!/usr/bin/env bash
# Builds the PTX of all kernels, which is committed because users have no nvcc, and the list of kernels. Each file is built for activations in float32,
# bfloat16 and half precision: elements.ptx, elements-bf16.ptx, elements-fp16.ptx.
# usage: build.sh [FOLDER]      default: the resources of the backend
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
to=${1:-../resources/org/convbook/cnn/backend/cuda}
mkdir -p "$to"
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
release=$(nvcc --version | sed -n 's/.*release \([0-9.]*\),.*/\1/p')

: > "$work/kernels.txt"
for source in *.cu; do
  name=${source%.cu}
  sources=$(cat common.cuh "$source" | sha256sum | cut -d' ' -f1)
  for real in float bf16 fp16; do
    suffix=-$real; [ $real = float ] && suffix=
    nvcc -ptx -arch=compute_75 -D"${real^^}" -o "$work/$name.ptx" "$source"
    { echo "// sources $sources"
      echo "// nvcc $release"
      echo "// real $real"
      # Plain kernels for compute_75 need nothing newer than 7.0, which drivers from CUDA 11 on take.
      sed -e '/^\/\//d' -e 's/^\.version .*/.version 7.0/' "$work/$name.ptx"
    } > "$to/$name$suffix.ptx"
  done
  # one line for each kernel: its file, name and arguments
  tr '\n' ' ' < "$source" | grep -o 'extern "C" __global__ void [^{]*' |
    sed -e "s/extern \"C\" __global__ void /$name /" -e 's/  */ /g' -e 's/ *$//' >> "$work/kernels.txt"
done
mv "$work/kernels.txt" "$to/kernels.txt"
