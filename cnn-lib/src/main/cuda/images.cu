// Pooling and resizing. Images lie as N, H, W, C: the channels of a pixel side by side. Gradients are gathered, so that they are the same bits each time.
#include "common.cuh"

enum ResizeOp { NEAREST, BILINEAR, BILINEAR_ALIGNED };   // in the order of that in Java

struct PoolSizes {
    int channels, height, width;                         // of the input
    int rows, columns;                                   // of the output
    int kernelHeight, kernelWidth, strideDown, strideAcross, top, left, bottom, right;   // the last four are the padding
    int countPadding;
};

// The channel, column, row and image of a value, and the pixels under its window.
struct Position {
    int c, j, i;
    long long image;
};

__device__ inline Position position(unsigned at, int channels, int columns, int rows) {
    Position p;
    p.c = at % channels;
    at /= channels;
    p.j = at % columns;
    at /= columns;
    p.i = at % rows;
    p.image = at / rows;
    return p;
}

__device__ inline int lower(int window, int stride, int padding) {
    int first = window * stride - padding;
    return first < 0 ? 0 : first;
}

__device__ inline int upper(int window, int stride, int padding, int kernel, int size) {
    int end = window * stride - padding + kernel;
    return end > size ? size : end;
}

// The divisor counts padding if asked to, but never what overhangs the padding.
__device__ inline float divisor(PoolSizes s, int i, int j) {
    if (!s.countPadding) {
        return (float) (upper(i, s.strideDown, s.top, s.kernelHeight, s.height) - lower(i, s.strideDown, s.top))
            * (upper(j, s.strideAcross, s.left, s.kernelWidth, s.width) - lower(j, s.strideAcross, s.left));
    }
    int high = upper(i, s.strideDown, s.top, s.kernelHeight, s.height + s.bottom) - (i * s.strideDown - s.top);
    int wide = upper(j, s.strideAcross, s.left, s.kernelWidth, s.width + s.right) - (j * s.strideAcross - s.left);
    return (float) high * wide;
}

extern "C" __global__ void avgPool(PoolSizes s, const real* x, real* y, int n) {
    EACH(at, n) {
        Position p = position(at, s.channels, s.columns, s.rows);
        const real* image = x + p.image * s.height * s.width * s.channels + p.c;
        int bottom = upper(p.i, s.strideDown, s.top, s.kernelHeight, s.height), right = upper(p.j, s.strideAcross, s.left, s.kernelWidth, s.width);
        float sum = 0;
        for (int h = lower(p.i, s.strideDown, s.top); h < bottom; h++) {
            for (int w = lower(p.j, s.strideAcross, s.left); w < right; w++) sum += image[(h * s.width + w) * s.channels];
        }
        y[at] = sum / divisor(s, p.i, p.j);
    }
}

// The first and the last window that sees a pixel.
__device__ inline int firstWindow(int pixel, int stride, int padding, int kernel) {
    int reach = pixel + padding - kernel + 1;
    return reach <= 0 ? 0 : (reach + stride - 1) / stride;
}

__device__ inline int lastWindow(int pixel, int stride, int padding, int windows) {
    int last = (pixel + padding) / stride;
    return last < windows ? last : windows - 1;
}

extern "C" __global__ void avgPoolGradient(PoolSizes s, const real* dy, real* dx, int n) {
    EACH(at, n) {
        Position p = position(at, s.channels, s.width, s.height);
        const real* image = dy + p.image * s.rows * s.columns * s.channels + p.c;
        int bottom = lastWindow(p.i, s.strideDown, s.top, s.rows), right = lastWindow(p.j, s.strideAcross, s.left, s.columns);
        float sum = 0;
        for (int i = firstWindow(p.i, s.strideDown, s.top, s.kernelHeight); i <= bottom; i++) {
            for (int j = firstWindow(p.j, s.strideAcross, s.left, s.kernelWidth); j <= right; j++) {
                sum += image[(i * s.columns + j) * s.channels] / divisor(s, i, j);
            }
        }
        dx[at] = sum;
    }
}

// Of equal values the first in row order; NaN wins. A switch is the pixel of its image plane, row * width + column.
extern "C" __global__ void maxPool(PoolSizes s, const real* x, real* y, int* switches, int n) {
    EACH(at, n) {
        Position p = position(at, s.channels, s.columns, s.rows);
        const real* image = x + p.image * s.height * s.width * s.channels + p.c;
        int bottom = upper(p.i, s.strideDown, s.top, s.kernelHeight, s.height), right = upper(p.j, s.strideAcross, s.left, s.kernelWidth, s.width);
        int best = lower(p.i, s.strideDown, s.top) * s.width + lower(p.j, s.strideAcross, s.left);
        float most = image[best * s.channels];
        for (int h = lower(p.i, s.strideDown, s.top); h < bottom; h++) {
            for (int w = lower(p.j, s.strideAcross, s.left); w < right; w++) {
                float here = image[(h * s.width + w) * s.channels];
                if (!(here > most || (isNan(here) && !isNan(most)))) continue;
                best = h * s.width + w;
                most = here;
            }
        }
        y[at] = most;
        switches[at] = best;
    }
}

extern "C" __global__ void maxPoolGradient(PoolSizes s, const real* dy, const int* switches, real* dx, int n) {
    EACH(at, n) {
        Position p = position(at, s.channels, s.width, s.height);
        long long image = p.image * s.rows * s.columns * s.channels + p.c;
        int bottom = lastWindow(p.i, s.strideDown, s.top, s.rows), right = lastWindow(p.j, s.strideAcross, s.left, s.columns);
        float sum = 0;
        for (int i = firstWindow(p.i, s.strideDown, s.top, s.kernelHeight); i <= bottom; i++) {
            for (int j = firstWindow(p.j, s.strideAcross, s.left, s.kernelWidth); j <= right; j++) {
                long long from = image + (i * s.columns + j) * s.channels;
                if (switches[from] == p.i * s.width + p.j) sum += dy[from];
            }
        }
        dx[at] = sum;
    }
}

// The value under each switch.
extern "C" __global__ void maxPoolAt(PoolSizes s, const real* x, const int* switches, real* y, int n) {
    EACH(at, n) {
        Position p = position(at, s.channels, s.columns, s.rows);
        y[at] = x[(p.image * s.height * s.width + switches[at]) * s.channels + p.c];
    }
}

struct ResizeSizes {
    int op, channels, height, width, rows, columns;
};

// Along one axis, the two pixels that an output lies between, and the share of the second; exact fractions, so that no rounding moves a pixel.
struct Tap {
    int first, second;
    float share;
};

__device__ inline Tap tap(int op, int out, int in, int outs) {
    long long above, below;
    if (op == NEAREST) {
        above = (long long) out * in / outs;
        below = 1;
    } else if (op == BILINEAR) {                         // (out + 1/2) in / outs - 1/2
        above = (2ll * out + 1) * in - outs;
        below = 2ll * outs;
    } else {
        above = outs == 1 ? 0 : (long long) out * (in - 1);
        below = outs == 1 ? 1 : outs - 1;
    }
    if (above < 0) above = 0;
    Tap t;
    t.first = (int) (above / below);
    if (t.first > in - 1) t.first = in - 1;
    t.second = t.first + 1 < in ? t.first + 1 : in - 1;
    t.share = (float) (above - t.first * below) / below;
    return t;
}

extern "C" __global__ void resize(ResizeSizes s, const real* x, real* y, int n) {
    EACH(at, n) {
        Position p = position(at, s.channels, s.columns, s.rows);
        const real* image = x + p.image * s.height * s.width * s.channels + p.c;
        Tap down = tap(s.op, p.i, s.height, s.rows), across = tap(s.op, p.j, s.width, s.columns);
        const real* top = image + down.first * s.width * s.channels;
        const real* bottom = image + down.second * s.width * s.channels;
        int left = across.first * s.channels, right = across.second * s.channels;
        y[at] = (1 - down.share) * ((1 - across.share) * top[left] + across.share * top[right])
            + down.share * ((1 - across.share) * bottom[left] + across.share * bottom[right]);
    }
}

__device__ inline float shareOf(int pixel, Tap t) {
    return (t.first == pixel ? 1 - t.share : 0) + (t.second == pixel ? t.share : 0);
}

// The outputs that may lie at or beside a pixel: [first, last].
__device__ inline int firstOutput(int pixel, int in, int outs) {
    if (pixel == 0) return 0;
    long long first = ((long long) pixel - 2) * outs / in - 2;
    return first < 0 ? 0 : (int) first;
}

__device__ inline int lastOutput(int pixel, int in, int outs, int op) {
    long long last = ((long long) pixel + 2) * outs / (op == BILINEAR_ALIGNED && in > 1 ? in - 1 : in) + 2;
    return last > outs - 1 ? outs - 1 : (int) last;
}

extern "C" __global__ void resizeGradient(ResizeSizes s, const real* dy, real* dx, int n) {
    EACH(at, n) {
        Position p = position(at, s.channels, s.width, s.height);
        const real* image = dy + p.image * s.rows * s.columns * s.channels + p.c;
        int bottom = lastOutput(p.i, s.height, s.rows, s.op), right = lastOutput(p.j, s.width, s.columns, s.op);
        float sum = 0;
        for (int i = firstOutput(p.i, s.height, s.rows); i <= bottom; i++) {
            float down = shareOf(p.i, tap(s.op, i, s.height, s.rows));
            if (down == 0) continue;
            for (int j = firstOutput(p.j, s.width, s.columns); j <= right; j++) {
                float across = shareOf(p.j, tap(s.op, j, s.width, s.columns));
                if (across != 0) sum += down * across * image[(i * s.columns + j) * s.channels];
            }
        }
        dx[at] = sum;
    }
}

#define OUTSIDE 0xFFFF

// Values of bytes, images as N, C, H, W: `values` has what each byte of each channel stands for. `moves`, if there are any, has for each row and then each
// column of an image where it comes from, OUTSIDE for a 0, and above that a bit for each square that covers it: where one covers both there is a 0.
extern "C" __global__ void unpack(int channels, int height, int width, const float* values, const int* moves, const unsigned char* bytes, float* y, int n) {
    EACH(at, n) {
        unsigned w = at % width, h = at / width % height, plane = at / width / height, c = plane % channels;
        unsigned row = h, column = w;
        if (moves) {
            const int* own = moves + plane / channels * (height + width);
            row = own[h];
            column = own[height + w];
        }
        bool covered = (row & column) >> 16 != 0;
        row &= OUTSIDE;
        column &= OUTSIDE;
        y[at] = covered || row == OUTSIDE || column == OUTSIDE ? 0 : values[c * 256 + bytes[(plane * height + row) * width + column]];
    }
}
