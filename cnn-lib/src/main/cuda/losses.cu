// Softmax over one axis, and the losses on top of it. What is read may be in 16 bits; results are float32.
#include "common.cuh"

// Vectors of `length` values, `step` apart; vector v begins at (v / inner) * outerStep + v % inner * innerStep.
struct Vectors {
    int count, length, step, inner, outerStep, innerStep;
};

__device__ inline int begin(const Vectors& s, unsigned v) {
    return v / s.inner * s.outerStep + v % s.inner * s.innerStep;
}

// What a thread does with a vector: every `lanes`-th value from its lane on. A vector is the work of one thread (lane 0 of 1), or, in the kernels
// whose names end in Block, of all threads of a block, which is quicker for few long ones.
#define VALUES(k) for (unsigned k = lane; k < (unsigned) s.length; k += lanes)

__device__ inline float together(float mine, bool max, unsigned lanes) {
    return lanes == 1 ? mine : ofBlock(mine, max);
}

// The largest value of a vector, and the sum of e^(x - largest).
struct Powers {
    float most, sum;
};

__device__ inline Powers powers(const Vectors& s, const real* x, unsigned lane, unsigned lanes) {
    Powers p = {-INFINITY, 0};
    VALUES(k) p.most = larger(p.most, x[k * s.step]);
    p.most = together(p.most, true, lanes);
    VALUES(k) p.sum += expf(x[k * s.step] - p.most);
    p.sum = together(p.sum, false, lanes);
    return p;
}

// y = e^x / sum e^x, or its logarithm
__device__ inline void softmaxOf(int log, const Vectors& s, unsigned v, const real* x, float* y, unsigned lane, unsigned lanes) {
    int at = begin(s, v);
    Powers p = powers(s, x + at, lane, lanes);
    float logSum = logf(p.sum);
    VALUES(k) {
        float value = x[at + k * s.step] - p.most;
        y[at + k * s.step] = log ? value - logSum : expf(value) / p.sum;
    }
}

extern "C" __global__ void softmax(int log, Vectors s, const real* x, float* y) {
    EACH(v, s.count) softmaxOf(log, s, v, x, y, 0, 1);
}

extern "C" __global__ void softmaxBlock(int log, Vectors s, const real* x, float* y) {
    softmaxOf(log, s, blockIdx.x, x, y, threadIdx.x, BLOCK);
}

// dx = y (dy - sum dy y), or of the logarithm dy - e^y sum dy
__device__ inline void softmaxGradientOf(int log, const Vectors& s, unsigned v, const float* dy, const float* y, float* dx, unsigned lane, unsigned lanes) {
    int at = begin(s, v);
    float sum = 0;
    VALUES(k) sum += log ? dy[at + k * s.step] : dy[at + k * s.step] * y[at + k * s.step];
    sum = together(sum, false, lanes);
    VALUES(k) {
        int here = at + k * s.step;
        dx[here] = log ? dy[here] - expf(y[here]) * sum : y[here] * (dy[here] - sum);
    }
}

extern "C" __global__ void softmaxGradient(int log, Vectors s, const float* dy, const float* y, float* dx) {
    EACH(v, s.count) softmaxGradientOf(log, s, v, dy, y, dx, 0, 1);
}

extern "C" __global__ void softmaxGradientBlock(int log, Vectors s, const float* dy, const float* y, float* dx) {
    softmaxGradientOf(log, s, blockIdx.x, dy, y, dx, threadIdx.x, BLOCK);
}

// The share of each label that is spread over all classes, and the label that does not count.
struct Weighting {
    float smoothing;
    int ignored;
};

// How much -ln p of class k counts where this is the label.
__device__ inline float factor(const float* weights, float smoothing, int label, int k, int classes) {
    float share = smoothing / classes * (weights ? weights[k] : 1);
    return k == label ? (1 - smoothing) * (weights ? weights[label] : 1) + share : share;
}

// What a vector adds to the loss, and the weight of its label; labels lie in the order of the vectors.
__device__ inline void nllOf(const Vectors& s, unsigned v, Weighting how, const float* weights, const float* logProbabilities, const float* labels,
                             float* terms, float* counts, unsigned lane, unsigned lanes) {
    int label = (int) labels[v];
    float sum = 0;
    const float* p = logProbabilities + begin(s, v);
    if (label != how.ignored) VALUES(k) {
        float f = factor(weights, how.smoothing, label, k, s.length);
        if (f != 0) sum -= f * p[k * s.step];
    }
    sum = together(sum, false, lanes);
    if (lane != 0) return;
    terms[v] = sum;
    counts[v] = label == how.ignored ? 0 : weights ? weights[label] : 1;
}

extern "C" __global__ void nllTerms(Vectors s, Weighting how, const float* weights, const float* logProbabilities, const float* labels, float* terms,
                                    float* counts) {
    EACH(v, s.count) nllOf(s, v, how, weights, logProbabilities, labels, terms, counts, 0, 1);
}

extern "C" __global__ void nllTermsBlock(Vectors s, Weighting how, const float* weights, const float* logProbabilities, const float* labels, float* terms,
                                         float* counts) {
    nllOf(s, blockIdx.x, how, weights, logProbabilities, labels, terms, counts, threadIdx.x, BLOCK);
}

// loss /= total, in place; 0 where nothing counts
extern "C" __global__ void divideByTotal(float* loss, const float* total) {
    EACH(i, 1) loss[i] = total[i] == 0 ? 0 : loss[i] / total[i];
}

__device__ inline void nllGradientOf(const Vectors& s, unsigned v, Weighting how, const float* weights, const float* dy, const float* labels,
                                     const float* total, float* d, unsigned lane, unsigned lanes) {
    int label = (int) labels[v], at = begin(s, v);
    bool counts = label != how.ignored && *total != 0;
    VALUES(k) d[at + k * s.step] = counts ? -*dy * factor(weights, how.smoothing, label, k, s.length) / *total : 0;
}

extern "C" __global__ void nllGradient(Vectors s, Weighting how, const float* weights, const float* dy, const float* labels, const float* total, float* d) {
    EACH(v, s.count) nllGradientOf(s, v, how, weights, dy, labels, total, d, 0, 1);
}

extern "C" __global__ void nllGradientBlock(Vectors s, Weighting how, const float* weights, const float* dy, const float* labels, const float* total, float* d) {
    nllGradientOf(s, blockIdx.x, how, weights, dy, labels, total, d, threadIdx.x, BLOCK);
}

// Probabilities, and for each vector -ln p of its label.
__device__ inline void crossEntropyOf(const Vectors& s, unsigned v, const real* logits, const float* labels, float* probabilities, float* terms,
                                      unsigned lane, unsigned lanes) {
    int at = begin(s, v);
    Powers p = powers(s, logits + at, lane, lanes);
    VALUES(k) probabilities[at + k * s.step] = expf(logits[at + k * s.step] - p.most) / p.sum;
    if (lane == 0) terms[v] = logf(p.sum) - (logits[at + (int) labels[v] * s.step] - p.most);
}

extern "C" __global__ void crossEntropyTerms(Vectors s, const real* logits, const float* labels, float* probabilities, float* terms) {
    EACH(v, s.count) crossEntropyOf(s, v, logits, labels, probabilities, terms, 0, 1);
}

extern "C" __global__ void crossEntropyTermsBlock(Vectors s, const real* logits, const float* labels, float* probabilities, float* terms) {
    crossEntropyOf(s, blockIdx.x, logits, labels, probabilities, terms, threadIdx.x, BLOCK);
}

// (p - onehot(label)) dy / count
__device__ inline void crossEntropyGradientOf(const Vectors& s, unsigned v, const float* dy, const float* probabilities, const float* labels, float* d,
                                              unsigned lane, unsigned lanes) {
    int at = begin(s, v), label = (int) labels[v];
    float scale = *dy / s.count;
    VALUES(k) d[at + k * s.step] = (probabilities[at + k * s.step] - ((int) k == label ? 1 : 0)) * scale;
}

extern "C" __global__ void crossEntropyGradient(Vectors s, const float* dy, const float* probabilities, const float* labels, float* d) {
    EACH(v, s.count) crossEntropyGradientOf(s, v, dy, probabilities, labels, d, 0, 1);
}

extern "C" __global__ void crossEntropyGradientBlock(Vectors s, const float* dy, const float* probabilities, const float* labels, float* d) {
    crossEntropyGradientOf(s, blockIdx.x, dy, probabilities, labels, d, threadIdx.x, BLOCK);
}
