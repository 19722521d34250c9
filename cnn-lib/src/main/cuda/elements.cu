// Value by value. The enums are in the order of those in Java.
#include "common.cuh"

enum UnaryOp { TANH, RELU, SIGMOID, EXP, LOG, SQRT, SQUARE, ABS, RECIPROCAL, SOFTPLUS, STEP };
enum BinaryOp { ADD, SUB, MUL, DIV, MAX, EQUAL };
enum ParametricOp { LEAKY_RELU, ELU };

__device__ inline float sigmoid(float x) {
    if (x >= 0) return 1 / (1 + expf(-x));
    float e = expf(x);                                   // no overflow, no cancellation
    return e / (1 + e);
}

__device__ inline float function(int op, float x) {
    switch (op) {
        case TANH: return tanhf(x);
        case RELU: return x > 0 || isNan(x) ? x : 0;     // NaN stays visible
        case SIGMOID: return sigmoid(x);
        case EXP: return expf(x);
        case LOG: return logf(x);
        case SQRT: return sqrtf(x);
        case SQUARE: return x * x;
        case ABS: return fabsf(x);
        case RECIPROCAL: return 1 / x;
        case SOFTPLUS: return fmaxf(x, 0) + log1pf(expf(-fabsf(x)));
        default: return x > 0 ? 1 : 0;                   // STEP
    }
}

__device__ inline float derivative(int op, float x, float y) {
    switch (op) {
        case TANH: return 1 - y * y;
        case RELU: return x > 0 ? 1 : 0;
        case SIGMOID: return y * (1 - y);
        case EXP: return y;
        case LOG: return 1 / x;
        case SQRT: return 1 / (2 * y);
        case SQUARE: return 2 * x;
        case ABS: return x > 0 ? 1 : x < 0 ? -1 : 0;
        case RECIPROCAL: return -y * y;
        case SOFTPLUS: return sigmoid(x);
        default: return 0;                               // STEP
    }
}

__device__ inline float together(int op, float a, float b) {
    switch (op) {
        case ADD: return a + b;
        case SUB: return a - b;
        case MUL: return a * b;
        case DIV: return a / b;
        case MAX: return larger(a, b);
        default: return a == b ? 1 : 0;                  // EQUAL
    }
}

// y = f(x)
extern "C" __global__ void unary(int op, const real* x, real* y, int n) {
    FOURS(i, n) {
        Four a = fourAt(x, i), r;
        for (int k = 0; k < 4; k++) r.v[k] = function(op, a.v[k]);
        put(y, i, r);
    }
    LEFT_OVER(i, n) y[i] = function(op, x[i]);
}

// dx = dy f'(x), with y = f(x)
extern "C" __global__ void unaryGradient(int op, const real* dy, const real* x, const real* y, real* dx, int n) {
    FOURS(i, n) {
        Four d = fourAt(dy, i), a = fourAt(x, i), b = fourAt(y, i), r;
        for (int k = 0; k < 4; k++) r.v[k] = d.v[k] * derivative(op, a.v[k], b.v[k]);
        put(dx, i, r);
    }
    LEFT_OVER(i, n) dx[i] = dy[i] * derivative(op, x[i], y[i]);
}

// y = x where x > 0, else alpha x or alpha (e^x - 1)
extern "C" __global__ void parametric(int op, float alpha, const real* x, real* y, int n) {
    EACH(i, n) {
        float value = x[i];
        y[i] = value > 0 ? value : op == LEAKY_RELU ? alpha * value : alpha * expm1f(value);
    }
}

extern "C" __global__ void parametricGradient(int op, float alpha, const real* dy, const real* x, const real* y, real* dx, int n) {
    EACH(i, n) dx[i] = dy[i] * (x[i] > 0 ? 1 : op == LEAKY_RELU ? alpha : y[i] + alpha);
}

// y = scale x + shift
extern "C" __global__ void affine(const real* x, float scale, float shift, real* y, int n) {
    EACH(i, n) y[i] = scale * x[i] + shift;
}

extern "C" __global__ void fill(float value, real* y, int n) {
    EACH(i, n) y[i] = value;
}

// y = f(a, b), all lying the same way
extern "C" __global__ void binary(int op, const real* a, const real* b, real* y, int n) {
    FOURS(i, n) {
        Four p = fourAt(a, i), q = fourAt(b, i), r;
        for (int k = 0; k < 4; k++) r.v[k] = together(op, p.v[k], q.v[k]);
        put(y, i, r);
    }
    LEFT_OVER(i, n) y[i] = together(op, a[i], b[i]);
}

// y = f(a, b), where a stride of 0 repeats; the bits of `floats` say which of a, b and y hold float32 even so.
extern "C" __global__ void binaryWalk(int op, Walk w, int floats, const void* a, const void* b, void* y, int n) {
    EACH(i, n) {
        Places p = places(w, i);
        write(y, p.y, floats & 4, together(op, read(a, p.a, floats & 1), read(b, p.b, floats & 2)));
    }
}

// y = max(0, a + b)
extern "C" __global__ void addRelu(const real* a, const real* b, real* y, int n) {
    FOURS(i, n) {
        Four p = fourAt(a, i), q = fourAt(b, i), r;
        for (int k = 0; k < 4; k++) r.v[k] = function(RELU, p.v[k] + q.v[k]);
        put(y, i, r);
    }
    LEFT_OVER(i, n) y[i] = function(RELU, a[i] + b[i]);
}

// Philox-4x32 with 10 rounds (Salmon et al. 2011): word i mod 4 of the block with counter = (i div 4, draw, step), key = key, whose upper 24 bits
// are compared with the threshold. The step is read from memory where a recorded step finds its present one.
extern "C" __global__ void bernoulli(unsigned long long key, unsigned long long step, const unsigned long long* recorded, int draw, unsigned threshold,
                                     float* y, int n) {
    unsigned long long now = recorded ? *recorded : step;
    EACH(block, (n + 3u) / 4) {
        unsigned c[4] = {block, (unsigned) draw, (unsigned) now, (unsigned) (now >> 32)};
        unsigned k0 = (unsigned) key, k1 = (unsigned) (key >> 32);
        for (int round = 0; round < 10; round++) {
            unsigned long long p0 = 0xD2511F53ull * c[0], p1 = 0xCD9E8D57ull * c[2];
            unsigned n0 = (unsigned) (p1 >> 32) ^ c[1] ^ k0, n2 = (unsigned) (p0 >> 32) ^ c[3] ^ k1;
            c[1] = (unsigned) p1;
            c[3] = (unsigned) p0;
            c[0] = n0;
            c[2] = n2;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        for (int word = 0; word < 4; word++) if (4 * block + word < (unsigned) n) y[4 * block + word] = (c[word] >> 8) < threshold ? 1 : 0;
    }
}
