// Normalisation, and what follows a product. Statistics, parameters and their gradients are float32. Values lie with their channels side by side: value i has channel i mod C.
#include "common.cuh"

#define TILE 32      // channels of a block
#define LANES 4      // rows that a block reads at once: TILE x LANES = BLOCK threads

enum Sums { OF_X, OF_SQUARES, OF_GRADIENT };

// Sums of each channel over a slice of the rows, first[slice, c] and, for gradients, second[slice, c]:
// x · (x - mean)^2 · dy and dy (x - mean), where dy counts only where `positive`, if there is one, is above 0.
extern "C" __global__ void channelSums(int what, int channels, int rows, int slices, const real* x, const float* mean, const real* dy,
                                       const real* positive, float* first, float* second) {
    __shared__ float a[LANES][TILE], b[LANES][TILE];
    int lane = threadIdx.x / TILE, c = blockIdx.x * TILE + threadIdx.x % TILE, slice = blockIdx.y;
    float sum = 0, product = 0;
    if (c < channels) {
        for (long long row = slice * LANES + lane; row < rows; row += slices * LANES) {
            long long at = row * channels + c;
            if (what == OF_X) sum += x[at];
            else if (what == OF_SQUARES) sum += (x[at] - mean[c]) * (x[at] - mean[c]);
            else if (!positive || positive[at] > 0) {
                sum += dy[at];
                product += dy[at] * (x[at] - mean[c]);
            }
        }
    }
    a[lane][threadIdx.x % TILE] = sum;
    b[lane][threadIdx.x % TILE] = product;
    __syncthreads();
    if (lane != 0 || c >= channels) return;
    for (int other = 1; other < LANES; other++) {
        sum += a[other][threadIdx.x];
        product += b[other][threadIdx.x];
    }
    first[slice * channels + c] = sum;
    if (second) second[slice * channels + c] = product;
}

// y[c] = scale * sum over slices of partial[slice, c], times 1 / sqrt(variance + epsilon) if there is a variance; then, if there is a running value,
// running = (1 - momentum) running + momentum * correction * y.
extern "C" __global__ void channelTotals(int channels, int slices, const float* partial, float scale, const float* variance, float epsilon, float* y,
                                         float* running, float momentum, float correction) {
    EACH(c, channels) {
        float sum = 0;
        for (int slice = 0; slice < slices; slice++) sum += partial[slice * channels + c];
        y[c] = sum * scale * (variance ? 1 / sqrtf(variance[c] + epsilon) : 1);
        if (running) running[c] = (1 - momentum) * running[c] + momentum * correction * y[c];
    }
}

// y = gamma (x - mean) / sqrt(variance + epsilon) + beta
__device__ inline float normalized(float x, float gamma, float beta, float mean, float variance, float epsilon) {
    return gamma / sqrtf(variance + epsilon) * (x - mean) + beta;
}

__device__ inline float positivePart(float x) {
    return x > 0 || isNan(x) ? x : 0;
}

// What a normalisation needs of a channel.
struct Channel {
    float scale, mean, a, b;
};

// The channels of four neighbouring values are the same again in a thread's next four, where the channels divide the step between them.
#define CHANNELS_OF(four, i) { \
        unsigned first = (i) % channels; \
        if (first != known) for (int k = 0; k < 4; k++) four[k] = channel((first + k) % channels); \
        known = first; \
    }

extern "C" __global__ void normalize(int channels, const float* gamma, const float* beta, const float* mean, const float* variance, float epsilon, int relu,
                                     const real* x, real* y, int n) {
    auto channel = [&](unsigned c) { return Channel {gamma[c] / sqrtf(variance[c] + epsilon), mean[c], beta[c], 0}; };
    auto value = [&](float x, const Channel& c) {
        float y = c.scale * (x - c.mean) + c.a;
        return relu ? positivePart(y) : y;
    };
    Channel own[4];
    unsigned known = ~0u;
    FOURS(i, n) {
        CHANNELS_OF(own, i)
        Four in = fourAt(x, i), r;
        for (int k = 0; k < 4; k++) r.v[k] = value(in.v[k], own[k]);
        put(y, i, r);
    }
    LEFT_OVER(i, n) y[i] = value(x[i], channel(i % channels));
}

// dx = gamma / sqrt(variance + epsilon) (dy - dbeta / M - x' dgamma / M), where x' = (x - mean) / sqrt(variance + epsilon); with share = 0 without these
// two terms, else share = 1 / M. dy counts only where `positive`, if there is one, is above 0.
extern "C" __global__ void normalizeGradient(int channels, float share, const float* gamma, const float* mean, const float* variance, float epsilon,
                                             const float* dgamma, const float* dbeta, const real* dy, const real* x, const real* positive, real* dx, int n) {
    auto channel = [&](unsigned c) {
        float scale = 1 / sqrtf(variance[c] + epsilon);
        return Channel {gamma[c] * scale, mean[c], share * dbeta[c], scale * share * dgamma[c]};
    };
    auto value = [&](float d, float x, float p, const Channel& c) {
        return c.scale * ((p > 0 ? d : 0) - c.a - (x - c.mean) * c.b);
    };
    Channel own[4];
    unsigned known = ~0u;
    FOURS(i, n) {
        CHANNELS_OF(own, i)
        Four d = fourAt(dy, i), in = fourAt(x, i), p = in, r;
        if (positive) p = fourAt(positive, i);
        for (int k = 0; k < 4; k++) r.v[k] = value(d.v[k], in.v[k], positive ? p.v[k] : 1.0f, own[k]);
        put(dx, i, r);
    }
    LEFT_OVER(i, n) dx[i] = value(dy[i], x[i], positive ? positive[i] : 1.0f, channel(i % channels));
}

// In place behind a product or convolution, each part only if it is there: + bias, batch normalisation, + addend, ReLU.
extern "C" __global__ void follow(int channels, const float* bias, const float* gamma, const float* beta, const float* mean, const float* variance,
                                  float epsilon, const real* addend, int relu, real* y, int n) {
    EACH(i, n) {
        int c = i % channels;
        float value = y[i];
        if (bias) value += bias[c];
        if (gamma) value = normalized(value, gamma[c], beta[c], mean[c], variance[c], epsilon);
        if (addend) value += addend[i];
        y[i] = relu ? positivePart(value) : value;
    }
}

// S = k + alpha * sum of x^2 over the channels from i - size/2 to i + size/2 that there are.
extern "C" __global__ void responseScale(int channels, int size, float alpha, float k, const real* x, float* scale, int n) {
    EACH(i, n) {
        int c = i % channels, first = c - size / 2 < 0 ? -c : -(size / 2), last = c + size / 2 >= channels ? channels - 1 - c : size / 2;
        float sum = 0;
        for (int d = first; d <= last; d++) sum += x[(int) i + d] * x[(int) i + d];
        scale[i] = k + alpha * sum;
    }
}

// y = x S^-beta
extern "C" __global__ void responseNorm(float beta, const real* x, const float* scale, real* y, int n) {
    EACH(i, n) y[i] = x[i] * powf(scale[i], -beta);
}

// dx = dy S^-beta - 2 alpha beta x * sum of dy y / S over the same channels
extern "C" __global__ void responseNormGradient(int channels, int size, float alpha, float beta, const real* dy, const real* x, const real* y,
                                                const float* scale, real* dx, int n) {
    EACH(i, n) {
        int c = i % channels, first = c - size / 2 < 0 ? -c : -(size / 2), last = c + size / 2 >= channels ? channels - 1 - c : size / 2;
        float sum = 0;
        for (int d = first; d <= last; d++) sum += dy[(int) i + d] * y[(int) i + d] / scale[(int) i + d];
        dx[i] = dy[i] * powf(scale[i], -beta) - 2 * alpha * beta * x[i] * sum;
    }
}
