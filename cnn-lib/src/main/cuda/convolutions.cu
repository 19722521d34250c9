// Convolutions in up to three directions by their definition: slow, for the geometries that cuDNN refuses. Images lie with their channels side by side,
// N, D, H, W, C; weights as out, in/groups, D, H, W. What has fewer directions is one plane deep, or one row high.
#include "common.cuh"

struct ConvSizes {
    int batch, in, out, groups;
    int inSize[3], outSize[3], kernel[3], stride[3], padding[3], dilation[3];
};

__device__ inline int pixel(const ConvSizes& s, int axis, int window, int tap) {
    return window * s.stride[axis] - s.padding[axis] + tap * s.dilation[axis];
}

__device__ inline bool outside(int place, int size) {
    return place < 0 || place >= size;
}

// The window from which a tap sees a pixel, or -1.
__device__ inline int window(const ConvSizes& s, int axis, int at, int tap) {
    int shifted = at + s.padding[axis] - tap * s.dilation[axis];
    if (shifted < 0 || shifted % s.stride[axis] != 0 || shifted / s.stride[axis] >= s.outSize[axis]) return -1;
    return shifted / s.stride[axis];
}

// A value's channel and its place along each axis.
struct Spot {
    int c, p[3];
    long long image;
};

__device__ inline Spot spot(unsigned at, int channels, const int* size) {
    Spot q;
    q.c = at % channels;
    at /= channels;
    for (int axis = 2; axis >= 0; axis--) {
        q.p[axis] = at % size[axis];
        at /= size[axis];
    }
    q.image = at;
    return q;
}

__device__ inline long long offset(long long image, int d, int h, int w, const int* size, int channels) {
    return (((image * size[0] + d) * size[1] + h) * size[2] + w) * channels;
}

extern "C" __global__ void convolve(ConvSizes s, const real* x, const real* weight, real* y, int n) {
    int each = s.in / s.groups;
    EACH(at, n) {
        Spot q = spot(at, s.out, s.outSize);
        const real* w = weight + (long long) q.c * each * s.kernel[0] * s.kernel[1] * s.kernel[2];
        int first = q.c / (s.out / s.groups) * each;
        float sum = 0;
        for (int c = 0; c < each; c++)
            for (int t = 0; t < s.kernel[0]; t++)
                for (int u = 0; u < s.kernel[1]; u++)
                    for (int v = 0; v < s.kernel[2]; v++, w++) {
                        int d = pixel(s, 0, q.p[0], t), h = pixel(s, 1, q.p[1], u), k = pixel(s, 2, q.p[2], v);
                        if (outside(d, s.inSize[0]) || outside(h, s.inSize[1]) || outside(k, s.inSize[2])) continue;
                        sum += *w * x[offset(q.image, d, h, k, s.inSize, s.in) + first + c];
                    }
        y[at] = sum;
    }
}

extern "C" __global__ void convolveInputGradient(ConvSizes s, const real* dy, const real* weight, real* dx, int n) {
    int each = s.in / s.groups, filters = s.out / s.groups, taps = s.kernel[0] * s.kernel[1] * s.kernel[2];
    EACH(at, n) {
        Spot q = spot(at, s.in, s.inSize);
        int group = q.c / each;
        float sum = 0;
        for (int t = 0; t < s.kernel[0]; t++)
            for (int u = 0; u < s.kernel[1]; u++)
                for (int v = 0; v < s.kernel[2]; v++) {
                    int d = window(s, 0, q.p[0], t), h = window(s, 1, q.p[1], u), k = window(s, 2, q.p[2], v);
                    if (d < 0 || h < 0 || k < 0) continue;
                    const real* from = dy + offset(q.image, d, h, k, s.outSize, s.out) + group * filters;
                    const real* w = weight + ((long long) group * filters * each + q.c % each) * taps + (t * s.kernel[1] + u) * s.kernel[2] + v;
                    for (int o = 0; o < filters; o++) sum += from[o] * w[(long long) o * each * taps];
                }
        dx[at] = sum;
    }
}

// One block for each weight; the gradients of weights are float32.
extern "C" __global__ void convolveWeightGradient(ConvSizes s, const real* x, const real* dy, float* dw) {
    int each = s.in / s.groups;
    unsigned at = blockIdx.x;
    int v = at % s.kernel[2], u = at / s.kernel[2] % s.kernel[1], t = at / s.kernel[2] / s.kernel[1] % s.kernel[0];
    int c = at / (s.kernel[0] * s.kernel[1] * s.kernel[2]) % each, o = at / (s.kernel[0] * s.kernel[1] * s.kernel[2]) / each;
    int first = o / (s.out / s.groups) * each;
    unsigned pixels = (unsigned) s.batch * s.outSize[0] * s.outSize[1] * s.outSize[2];
    float sum = 0;
    for (unsigned i = threadIdx.x; i < pixels; i += BLOCK) {
        Spot q = spot(i, 1, s.outSize);
        int d = pixel(s, 0, q.p[0], t), h = pixel(s, 1, q.p[1], u), k = pixel(s, 2, q.p[2], v);
        if (outside(d, s.inSize[0]) || outside(h, s.inSize[1]) || outside(k, s.inSize[2])) continue;
        sum += dy[(long long) i * s.out + o] * x[offset(q.image, d, h, k, s.inSize, s.in) + first + c];
    }
    float all = ofBlock(sum, false);
    if (threadIdx.x == 0) dw[at] = all;
}
