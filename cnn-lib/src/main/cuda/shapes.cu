// Values moved about, and sums.
#include "common.cuh"

enum ReduceOp { SUM, MEAN, MAX };                        // in the order of that in Java; a mean comes as a sum and a scale

// y[...] = x[...] along strides: transposes, cuts, joins, repeats, changes of layout.
// The bits of `floats` say which of x and y hold float32 even so.
extern "C" __global__ void copyWalk(Walk w, int floats, const void* x, void* y, int n) {
    EACH(i, n) {
        Places p = places(w, i);
        write(y, p.y, floats & 2, read(x, p.a, floats & 1));
    }
}

#define TILE 32      // values of a tile in both directions; the threads of a block take LANES of its rows at once
#define LANES 4

// Matrices [rows, columns], one behind the other, transposed through shared memory: neighbouring threads read and write neighbouring values.
extern "C" __global__ void transposeTiles(int matrices, int rows, int columns, int floats, const void* x, void* y) {
    __shared__ float tile[TILE][TILE + 1];
    int across = (columns + TILE - 1) / TILE, left = blockIdx.x % across * TILE, top = blockIdx.x / across * TILE, lane = threadIdx.x % TILE;
    for (unsigned matrix = blockIdx.y; matrix < (unsigned) matrices; matrix += gridDim.y) {
        unsigned start = matrix * rows * columns;
        for (int i = threadIdx.x / TILE; i < TILE; i += LANES) {
            if (top + i < rows && left + lane < columns) tile[i][lane] = read(x, start + (top + i) * columns + left + lane, floats & 1);
        }
        __syncthreads();
        for (int i = threadIdx.x / TILE; i < TILE; i += LANES) {
            if (left + i < columns && top + lane < rows) write(y, start + (left + i) * rows + top + lane, floats & 2, tile[lane][i]);
        }
        __syncthreads();
    }
}

// What stays (outer) and what is brought down to one value (inner).
struct Reduction {
    int outerRank;
    int outerSize[MOST_AXES];
    int outerX[MOST_AXES];
    int outerY[MOST_AXES];
    int innerRank;
    int innerSize[MOST_AXES];
    int innerX[MOST_AXES];
};

__device__ inline int outerPlace(const Reduction& r, const int* strides, unsigned i) {
    int at = 0;
    for (int axis = r.outerRank - 1; axis >= 0; axis--) {
        at += i % r.outerSize[axis] * strides[axis];
        i /= r.outerSize[axis];
    }
    return at;
}

__device__ inline int innerPlace(const Reduction& r, unsigned i) {
    int at = 0;
    for (int axis = r.innerRank - 1; axis >= 0; axis--) {
        at += i % r.innerSize[axis] * r.innerX[axis];
        i /= r.innerSize[axis];
    }
    return at;
}

__device__ inline float start(int op) {
    return op == MAX ? -INFINITY : 0;
}

// One thread for each result: for few terms.
extern "C" __global__ void reduceEach(int op, Reduction r, const real* x, float* y, int outputs, int terms, float scale) {
    EACH(o, outputs) {
        const real* from = x + outerPlace(r, r.outerX, o);
        float all = start(op);
        for (int t = 0; t < terms; t++) all = op == MAX ? larger(all, from[innerPlace(r, t)]) : all + from[innerPlace(r, t)];
        y[outerPlace(r, r.outerY, o)] = op == MAX ? all : scale * all;
    }
}

// One block for each result and slice of its terms: y[place, slice].
extern "C" __global__ void reduceBlocks(int op, Reduction r, const real* x, float* y, int terms, int slices, float scale) {
    unsigned o = blockIdx.x, slice = blockIdx.y;
    const real* from = x + outerPlace(r, r.outerX, o);
    float mine = start(op);
    for (unsigned t = slice * BLOCK + threadIdx.x; t < (unsigned) terms; t += slices * BLOCK) {
        float value = from[innerPlace(r, t)];
        mine = op == MAX ? larger(mine, value) : mine + value;
    }
    float all = ofBlock(mine, op == MAX);
    if (threadIdx.x == 0) y[outerPlace(r, r.outerY, o) * slices + slice] = op == MAX ? all : scale * all;
}
