#!/usr/bin/env bash
# Puts what a machine with a GPU needs into one folder: a Java runtime, the jars, tests, benchmarks and one script. Called by mvn -Pgpu-bundle package.
# usage: assemble.sh TARGET      TARGET/gpu-bundle/lib holds the libraries already
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$(cd "$1" && pwd)
out=$target/gpu-bundle
limit=$((60 << 20))

jar=${JAVA_HOME:+$JAVA_HOME/bin/}jar
jlink=${JAVA_HOME:+$JAVA_HOME/bin/}jlink
"$jar" --create --file "$out/lib/cnn-lib.jar" -C "$target/classes" .
"$jar" --create --file "$out/lib/cnn-lib-tests.jar" -C "$target/test-classes" .
rm -rf "$target/gpu-runtime" "$out/gpu-runtime" "$out/results"
"$jlink" --add-modules java.base,java.desktop,java.logging,java.management,java.xml,jdk.unsupported --strip-debug --no-header-files --no-man-pages \
  --compress=2 --output "$target/gpu-runtime"
XZ_OPT=-2 tar cJf "$out/runtime.tar.xz" -C "$target" gpu-runtime
cp "$here/run.sh" "$here/peer.py" "$out/"

size=$(du -sb "$out" | cut -f1)
echo "$out: $((size >> 20)) MiB"
if [ "$size" -gt "$limit" ]; then echo "the bundle is larger than $((limit >> 20)) MiB" >&2; exit 1; fi
