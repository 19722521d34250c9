// One step of an optimiser on up to MOST_PARTS parameters in one launch: blockIdx.y is the parameter. Parameters, gradients and state are float32.
#include "common.cuh"

#define MOST_PARTS 64
#define FACTOR 0       // of the scaling of losses: the factor, the good steps since it changed, 1 if this step is bad, the good steps after which it grows
#define GOOD 1
#define BAD 2
#define EVERY 3

// Addresses, and how many values each has. Where there is a `laid`, it gets the new weights as products read them: of type real, row by row, or with the
// channels of a tap side by side, where `sides` has the numbers of channels (upper half) and taps (lower half) of a filter.
struct Parts {
    float* w[MOST_PARTS];
    const float* g[MOST_PARTS];
    float* m[MOST_PARTS];
    float* v[MOST_PARTS];
    real* laid[MOST_PARTS];
    long long n[MOST_PARTS];
    long long sides[MOST_PARTS];
};

__device__ inline void lay(const Parts& p, int part, unsigned i, float value) {
    if (!p.laid[part]) return;
    unsigned channels = (unsigned) (p.sides[part] >> 32), taps = (unsigned) p.sides[part], within = i % (channels * taps);
    p.laid[part][i - within + within % taps * channels + within / taps] = value;
}

// A step whose gradients are not all finite changes nothing.
__device__ inline bool skipped(const float* scaling) {
    return scaling && scaling[BAD] != 0;
}

// v = momentum v + g + decay w; w -= rate v, or with Nesterov w -= rate (g + decay w + momentum v). settings: rate, momentum, decay, Nesterov
extern "C" __global__ void sgd(Parts p, const float* settings, const float* scaling) {
    if (skipped(scaling)) return;
    int part = blockIdx.y;
    float *w = p.w[part], *v = p.v[part];
    const float* g = p.g[part];
    float rate = settings[0], momentum = settings[1], decay = settings[2];
    EACH(i, p.n[part]) {
        float d = g[i] + decay * w[i];
        v[i] = momentum * v[i] + d;
        w[i] -= rate * (settings[3] != 0 ? d + momentum * v[i] : v[i]);
        lay(p, part, i, w[i]);
    }
}

// settings: rate, beta1, beta2, epsilon, coupled and decoupled decay, the two corrections
extern "C" __global__ void adam(Parts p, const float* settings, const float* scaling) {
    if (skipped(scaling)) return;
    int part = blockIdx.y;
    float *w = p.w[part], *m = p.m[part], *v = p.v[part];
    const float* g = p.g[part];
    EACH(i, p.n[part]) {
        float d = g[i] + settings[4] * w[i];
        m[i] = settings[1] * m[i] + (1 - settings[1]) * d;
        v[i] = settings[2] * v[i] + (1 - settings[2]) * d * d;
        w[i] -= settings[0] * (m[i] * settings[6] / (sqrtf(v[i] * settings[7]) + settings[3]) + settings[5] * w[i]);
        lay(p, part, i, w[i]);
    }
}

struct Scaled {
    const float* g[MOST_PARTS];
    float* y[MOST_PARTS];
    long long n[MOST_PARTS];
};

// y = g / factor. Where there is a state, a value that is not finite makes the step bad: all threads that write there write the same.
extern "C" __global__ void unscale(Scaled p, const float* factor, float* state) {
    int part = blockIdx.y;
    const float* g = p.g[part];
    float* y = p.y[part];
    EACH(i, p.n[part]) {
        y[i] = g[i] / *factor;
        if (state && !(fabsf(g[i]) < INFINITY)) state[BAD] = 1;
    }
}

// Behind a step: half the factor if it was bad, twice the factor if enough were good.
extern "C" __global__ void adaptScale(float* state) {
    EACH(i, 1) {
        if (state[BAD] != 0) {
            state[FACTOR] = fmaxf(state[FACTOR] / 2, 1.0f / 1024);
            state[GOOD] = 0;
        } else if (++state[GOOD] >= state[EVERY]) {
            state[FACTOR] = fminf(state[FACTOR] * 2, 16777216.0f);
            state[GOOD] = 0;
        }
        state[BAD] = 0;
    }
}
