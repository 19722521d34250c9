// One step of an optimiser on up to MOST_PARTS parameters in one launch: blockIdx.y is the parameter.
#include "common.cuh"

#define MOST_PARTS 64

// Addresses, and how many values each has.
struct Parts {
    float* w[MOST_PARTS];
    const float* g[MOST_PARTS];
    float* m[MOST_PARTS];
    float* v[MOST_PARTS];
    long long n[MOST_PARTS];
};

// v = momentum v + g + decay w; w -= rate v, or with Nesterov w -= rate (g + decay w + momentum v). settings: rate, momentum, decay, Nesterov
extern "C" __global__ void sgd(Parts p, const float* settings) {
    int part = blockIdx.y;
    float *w = p.w[part], *v = p.v[part];
    const float* g = p.g[part];
    float rate = settings[0], momentum = settings[1], decay = settings[2];
    EACH(i, p.n[part]) {
        float d = g[i] + decay * w[i];
        v[i] = momentum * v[i] + d;
        w[i] -= rate * (settings[3] != 0 ? d + momentum * v[i] : v[i]);
    }
}

// settings: rate, beta1, beta2, epsilon, coupled and decoupled decay, the two corrections
extern "C" __global__ void adam(Parts p, const float* settings) {
    int part = blockIdx.y;
    float *w = p.w[part], *m = p.m[part], *v = p.v[part];
    const float* g = p.g[part];
    EACH(i, p.n[part]) {
        float d = g[i] + settings[4] * w[i];
        m[i] = settings[1] * m[i] + (1 - settings[1]) * d;
        v[i] = settings[2] * v[i] + (1 - settings[2]) * d * d;
        w[i] -= settings[0] * (m[i] * settings[6] / (sqrtf(v[i] * settings[7]) + settings[3]) + settings[5] * w[i]);
    }
}
