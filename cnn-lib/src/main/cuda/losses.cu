// Softmax over one axis, and the losses on top of it. What is read may be in 16 bits; results are float32.
#include "common.cuh"

// Vectors of `length` values, `step` apart; vector v begins at (v / inner) * outerStep + v % inner * innerStep.
struct Vectors {
    int count, length, step, inner, outerStep, innerStep;
};

__device__ inline int begin(const Vectors& s, unsigned v) {
    return v / s.inner * s.outerStep + v % s.inner * s.innerStep;
}

// The largest value of a vector, and the sum of e^(x - largest).
struct Powers {
    float most, sum;
};

__device__ inline Powers powers(const Vectors& s, const real* x) {
    Powers p = {-INFINITY, 0};
    for (int k = 0; k < s.length; k++) p.most = larger(p.most, x[k * s.step]);
    for (int k = 0; k < s.length; k++) p.sum += expf(x[k * s.step] - p.most);
    return p;
}

// y = e^x / sum e^x, or its logarithm
extern "C" __global__ void softmax(int log, Vectors s, const real* x, float* y) {
    EACH(v, s.count) {
        int at = begin(s, v);
        Powers p = powers(s, x + at);
        float logSum = logf(p.sum);
        for (int k = 0; k < s.length; k++) {
            float value = x[at + k * s.step] - p.most;
            y[at + k * s.step] = log ? value - logSum : expf(value) / p.sum;
        }
    }
}

// dx = y (dy - sum dy y), or of the logarithm dy - e^y sum dy
extern "C" __global__ void softmaxGradient(int log, Vectors s, const float* dy, const float* y, float* dx) {
    EACH(v, s.count) {
        int at = begin(s, v);
        float sum = 0;
        for (int k = 0; k < s.length; k++) sum += log ? dy[at + k * s.step] : dy[at + k * s.step] * y[at + k * s.step];
        for (int k = 0; k < s.length; k++) {
            int here = at + k * s.step;
            dx[here] = log ? dy[here] - expf(y[here]) * sum : y[here] * (dy[here] - sum);
        }
    }
}

// How much -ln p of class k counts where this is the label.
__device__ inline float factor(const float* weights, float smoothing, int label, int k, int classes) {
    float share = smoothing / classes * (weights ? weights[k] : 1);
    return k == label ? (1 - smoothing) * (weights ? weights[label] : 1) + share : share;
}

// For each vector what it adds to the loss, and the weight of its label; labels lie in the order of the vectors.
extern "C" __global__ void nllTerms(Vectors s, float smoothing, int ignored, const float* weights, const float* logProbabilities, const float* labels,
                                    float* terms, float* counts) {
    EACH(v, s.count) {
        int label = (int) labels[v];
        float sum = 0;
        if (label != ignored) {
            const float* p = logProbabilities + begin(s, v);
            for (int k = 0; k < s.length; k++) {
                float f = factor(weights, smoothing, label, k, s.length);
                if (f != 0) sum -= f * p[k * s.step];
            }
        }
        terms[v] = sum;
        counts[v] = label == ignored ? 0 : weights ? weights[label] : 1;
    }
}

// loss /= total, in place; 0 where nothing counts
extern "C" __global__ void divideByTotal(float* loss, const float* total) {
    EACH(i, 1) loss[i] = total[i] == 0 ? 0 : loss[i] / total[i];
}

extern "C" __global__ void nllGradient(Vectors s, float smoothing, int ignored, const float* weights, const float* dy, const float* labels,
                                       const float* total, float* d) {
    EACH(v, s.count) {
        int label = (int) labels[v], at = begin(s, v);
        bool counts = label != ignored && *total != 0;
        for (int k = 0; k < s.length; k++) d[at + k * s.step] = counts ? -*dy * factor(weights, smoothing, label, k, s.length) / *total : 0;
    }
}

// Probabilities, and for each vector -ln p of its label.
extern "C" __global__ void crossEntropyTerms(Vectors s, const real* logits, const float* labels, float* probabilities, float* terms) {
    EACH(v, s.count) {
        int at = begin(s, v);
        Powers p = powers(s, logits + at);
        for (int k = 0; k < s.length; k++) probabilities[at + k * s.step] = expf(logits[at + k * s.step] - p.most) / p.sum;
        terms[v] = logf(p.sum) - (logits[at + (int) labels[v] * s.step] - p.most);
    }
}

// (p - onehot(label)) dy / count
extern "C" __global__ void crossEntropyGradient(Vectors s, const float* dy, const float* probabilities, const float* labels, float* d) {
    float scale = *dy / s.count;
    EACH(v, s.count) {
        int at = begin(s, v), label = (int) labels[v];
        for (int k = 0; k < s.length; k++) d[at + k * s.step] = (probabilities[at + k * s.step] - (k == label ? 1 : 0)) * scale;
    }
}
