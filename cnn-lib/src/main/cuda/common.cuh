// What all kernels share. Each file is built three times: activations are of the type `real`, which is float32, or in 16 bits bfloat16 (with BF16 defined) or
// IEEE half precision (FP16); all computing is in float32. An index fits into 32 bits: a tensor has fewer than 2^31 values.
// Written in plain CUDA C without templates, so that a C++ compiler and a header of some lines can build the same files for the host, where they are tested.
#pragma once

#ifdef __CUDACC__
#define MEMBER __device__ __forceinline__
#else
#define MEMBER inline
#endif

#ifdef BF16
// The upper half of a float32, rounded to the nearest, of two equally near ones to the even one; NaN stays NaN.
__device__ inline unsigned short narrowed(float x) {
    unsigned bits = __float_as_uint(x);
    if ((bits & 0x7FFFFFFFu) > 0x7F800000u) return (unsigned short) (bits >> 16 | 0x40);
    return (unsigned short) ((bits + 0x7FFFu + (bits >> 16 & 1)) >> 16);
}

__device__ inline float widened(unsigned short bits) {
    return __uint_as_float((unsigned) bits << 16);
}
#elif defined FP16
#ifdef __CUDACC__
__device__ inline unsigned short narrowed(float x) {
    unsigned short bits;
    asm("{ cvt.rn.f16.f32 %0, %1; }" : "=h"(bits) : "f"(x));
    return bits;
}

__device__ inline float widened(unsigned short bits) {
    float x;
    asm("{ cvt.f32.f16 %0, %1; }" : "=f"(x) : "h"(bits));
    return x;
}
#endif
#endif

#if defined BF16 || defined FP16
// A value in memory: read as a float32, rounded when it is assigned. Beside an int, as in b ? x[i] : 0, say (float) x[i]: it would become an int.
struct real {
    unsigned short bits;
    MEMBER operator float() const { return widened(bits); }
    MEMBER void operator=(float x) { bits = narrowed(x); }
};
#else
typedef float real;
#endif

// Neighbouring values, which a thread reads and writes at once: 8 bytes of 16-bit values, 16 of float32. Tensors begin where these may.
struct alignas(4 * sizeof(real)) Four {
    real v[4];
};

// Each thread takes every so-manieth four of the n values, i being the first of them; what is left over at the end is taken one by one.
#define FOURS(i, n) for (unsigned i = 4 * (blockIdx.x * blockDim.x + threadIdx.x); i + 4 <= (unsigned) (n); i += 4 * gridDim.x * blockDim.x)
#define LEFT_OVER(i, n) for (unsigned i = (unsigned) (n) / 4 * 4 + blockIdx.x * blockDim.x + threadIdx.x; i < (unsigned) (n); i += gridDim.x * blockDim.x)

__device__ inline Four fourAt(const real* x, unsigned at) {
    return *(const Four*) (x + at);
}

__device__ inline void put(real* y, unsigned at, const Four& four) {
    *(Four*) (y + at) = four;
}

// A value of memory that holds float32 or `real`.
__device__ inline float read(const void* x, unsigned at, bool isFloat) {
    return isFloat ? ((const float*) x)[at] : (float) ((const real*) x)[at];
}

__device__ inline void write(void* y, unsigned at, bool isFloat, float value) {
    if (isFloat) ((float*) y)[at] = value;
    else ((real*) y)[at] = value;
}

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

// The sum, or with max the largest, of what all threads of a block found, known to all of them.
__device__ inline float ofBlock(float mine, bool max) {
    __shared__ float part[BLOCK];
    __syncthreads();                                     // others may still read the last result
    part[threadIdx.x] = mine;
    __syncthreads();
    for (unsigned half = BLOCK / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) part[threadIdx.x] = max ? larger(part[threadIdx.x], part[threadIdx.x + half]) : part[threadIdx.x] + part[threadIdx.x + half];
        __syncthreads();
    }
    return part[0];
}
