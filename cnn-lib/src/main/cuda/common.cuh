// What all kernels share. Values are float32. An index fits into 32 bits: a tensor has fewer than 2^31 values.
// Written in plain CUDA C without templates, so that a C++ compiler and a header of some lines can build the same files for the host, where they are tested.
#pragma once

#define MOST_AXES 8
#define BLOCK 128    // threads of a block in kernels that add up what their threads found

// Each thread of the grid takes every so-manieth index.
#define EACH(i, n) for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < (unsigned) (n); i += gridDim.x * blockDim.x)

// An index in row order over these sizes, and what a step along each axis means in two arguments and a result.
struct Walk {
    int rank;
    int size[MOST_AXES];
    int a[MOST_AXES];
    int b[MOST_AXES];
    int y[MOST_AXES];
};

struct Places {
    int a, b, y;
};

__device__ inline Places places(const Walk& w, unsigned i) {
    Places p = {0, 0, 0};
    for (int axis = w.rank - 1; axis >= 0; axis--) {
        int index = i % w.size[axis];
        i /= w.size[axis];
        p.a += index * w.a[axis];
        p.b += index * w.b[axis];
        p.y += index * w.y[axis];
    }
    return p;
}

__device__ inline bool isNan(float x) {
    return x != x;
}

// The larger one; NaN stays visible.
__device__ inline float larger(float a, float b) {
    if (isNan(a)) return a;
    if (isNan(b)) return b;
    return a > b ? a : b;
}

// The sum, or with max the largest, of what all threads of a block found, known to its first thread.
__device__ inline float ofBlock(float mine, bool max) {
    __shared__ float part[BLOCK];
    part[threadIdx.x] = mine;
    __syncthreads();
    for (unsigned half = BLOCK / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) part[threadIdx.x] = max ? larger(part[threadIdx.x], part[threadIdx.x + half]) : part[threadIdx.x] + part[threadIdx.x + half];
        __syncthreads();
    }
    return part[0];
}
