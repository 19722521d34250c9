// What CUDA C means on the host: enough for our own kernels. One block runs after the other; the threads of a block run one after the other, or, where they
// wait for each other, as fibers.
#pragma once

#include "formats.h"

#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#define __global__
#define __device__ static
#define __shared__ static

struct Three {
    unsigned x, y, z;
};

extern Three threadIdx, blockIdx, blockDim, gridDim;
void waitForBlock();
#define __syncthreads() waitForBlock()

#define __float_as_uint bitsOf
#define __uint_as_float floatOf
#ifdef FP16
static inline unsigned short narrowed(float x) { return halfOf(x); }
static inline float widened(unsigned short bits) { return ofHalf(bits); }
#endif

// A kernel as the driver launches it: from a list of pointers to its arguments. Behind its name stands what it is built for: unary-bf16.
struct HostKernel {
    const char* name;
    bool waits;
    void (*call)(void (*)(), void**);
    void (*function)();
    std::vector<size_t> sizes;
};

void addKernel(HostKernel kernel);

template<class... A, size_t... I> void callWith(void (*f)(A...), void** p, std::index_sequence<I...>) {
    f(*(A*) p[I]...);
}

template<class... A> bool addHostKernel(const char* name, bool waits, void (*f)(A...)) {
    addKernel({name, waits, [](void (*g)(), void** p) { callWith((void (*)(A...)) g, p, std::index_sequence_for<A...>()); }, (void (*)()) f, {sizeof(A)...}});
    return true;
}
