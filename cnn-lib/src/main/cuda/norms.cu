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

extern "C" __global__ void normalize(int channels, const float* gamma, const float* beta, const float* mean, const float* variance, float epsilon, int relu,
                                     const real* x, real* y, int n) {
    EACH(i, n) {
        int c = i % channels;
        float value = normalized(x[i], gamma[c], beta[c], mean[c], variance[c], epsilon);
        y[i] = relu ? positivePart(value) : value;
    }
}

// dx = gamma / sqrt(variance + epsilon) (dy - dbeta / M - x' dgamma / M), where x' = (x - mean) / sqrt(variance + epsilon); with share = 0 without these
// two terms, else share = 1 / M. dy counts only where `positive`, if there is one, is above 0.
extern "C" __global__ void normalizeGradient(int channels, float share, const float* gamma, const float* mean, const float* variance, float epsilon,
                                             const float* dgamma, const float* dbeta, const real* dy, const real* x, const real* positive, real* dx, int n) {
    EACH(i, n) {
        int c = i % channels;
        float scale = 1 / sqrtf(variance[c] + epsilon), d = !positive || positive[i] > 0 ? (float) dy[i] : 0;
        dx[i] = gamma[c] * scale * (d - share * dbeta[c] - (x[i] - mean[c]) * scale * share * dgamma[c]);
    }
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
