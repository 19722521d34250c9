// Stands in for the convolutions of libcudnn.so.9: plain loops over descriptors.
#include "device.h"
#include "formats.h"

#include <cstdint>
#include <cstring>
#include <vector>

typedef int Status;
#define API extern "C" Status
static const int BAD_PARAM = 2000, NOT_SUPPORTED = 3000, FAILED = 5000;
static const int NHWC = 1, SPATIAL = 3;
static const int HALF = 2, BFLOAT = 9, TENSOR_OPERATIONS = 1;

struct Tensor {
    int format, type, rank, size[5], stride[5];
};

struct Convolution {
    int axes, pad[SPATIAL], stride[SPATIAL], dilation[SPATIAL], groups, math;
};

struct Performance {
    int algorithm;
    Status status;
    float time;
    size_t memory;
    int determinism, math, reserved[3];
};

struct Handle {
    Stream* stream;
};

API cudnnCreate(Handle** handle) {
    *handle = new Handle();
    return setting("STANDIN_CUDNN_CREATE", 0);
}

API cudnnDestroy(Handle* handle) {
    delete handle;
    return 0;
}

API cudnnSetStream(Handle* handle, Stream* stream) {
    handle->stream = stream;
    return 0;
}

extern "C" size_t cudnnGetVersion() {
    return setting("STANDIN_CUDNN", 91002);
}

extern "C" const char* cudnnGetErrorString(Status s) {
    return s == 0 ? "CUDNN_STATUS_SUCCESS" : s == BAD_PARAM ? "CUDNN_STATUS_BAD_PARAM" : s == NOT_SUPPORTED ? "CUDNN_STATUS_NOT_SUPPORTED"
        : s == FAILED ? "CUDNN_STATUS_EXECUTION_FAILED" : "CUDNN_STATUS_INTERNAL_ERROR";
}

API cudnnCreateTensorDescriptor(Tensor** d) {
    *d = new Tensor();
    return 0;
}

API cudnnDestroyTensorDescriptor(Tensor* d) {
    delete d;
    return 0;
}

API cudnnCreateFilterDescriptor(Tensor** d) {
    *d = new Tensor();
    return 0;
}

API cudnnDestroyFilterDescriptor(Tensor* d) {
    delete d;
    return 0;
}

API cudnnCreateConvolutionDescriptor(Convolution** d) {
    *d = new Convolution();
    (*d)->groups = 1;
    return 0;
}

API cudnnDestroyConvolutionDescriptor(Convolution* d) {
    delete d;
    return 0;
}

static Status describe(Tensor* d, int format, int type, int rank, const int* size) {
    if (rank < 4 || rank > 5 || (type != 0 && type != HALF && type != BFLOAT)) return BAD_PARAM;
    d->format = format;
    d->type = type;
    d->rank = rank;
    for (int i = 0; i < rank; i++) {
        if (size[i] < 1) return BAD_PARAM;
        d->size[i] = size[i];
    }
    int step = 1;
    if (format == NHWC) {
        d->stride[1] = 1;
        step = size[1];
    }
    for (int i = rank - 1; i >= 0; i--) {
        if (i == 1 && format == NHWC) continue;
        d->stride[i] = step;
        step *= size[i];
    }
    return 0;
}

API cudnnSetTensorNdDescriptorEx(Tensor* d, int format, int type, int rank, const int* size) {
    return describe(d, format, type, rank, size);
}

API cudnnSetFilterNdDescriptor(Tensor* d, int type, int format, int rank, const int* size) {
    return describe(d, format, type, rank, size);
}

API cudnnSetConvolutionNdDescriptor(Convolution* d, int axes, const int* pad, const int* stride, const int* dilation, int mode, int type) {
    if (axes < 2 || axes > SPATIAL || mode != 1 || type != 0) return BAD_PARAM;
    d->axes = axes;
    for (int i = 0; i < axes; i++) {
        if (pad[i] < 0 || stride[i] < 1 || dilation[i] < 1) return BAD_PARAM;
        d->pad[i] = pad[i];
        d->stride[i] = stride[i];
        d->dilation[i] = dilation[i];
    }
    return 0;
}

API cudnnSetConvolutionGroupCount(Convolution* d, int groups) {
    d->groups = groups;
    return groups < 1 ? BAD_PARAM : 0;
}

API cudnnSetConvolutionMathType(Convolution* d, int math) {
    d->math = math;
    return 0;
}

// The sizes that cuDNN checks, and what a test makes it refuse.
static Status check(const Tensor* x, const Tensor* w, const Convolution* c, const Tensor* y) {
    if (fault(REFUSE_CONVOLUTIONS) || (x->format == NHWC && fault(REFUSE_CHANNELS_LAST))) return NOT_SUPPORTED;
    if (x->rank != w->rank || x->rank != y->rank || x->rank != c->axes + 2) return BAD_PARAM;
    if (x->format != w->format || x->format != y->format || x->type != w->type || x->type != y->type) return NOT_SUPPORTED;
    if (x->type != 0 && c->math != TENSOR_OPERATIONS && c->math != 0) return NOT_SUPPORTED;
    if (x->size[0] != y->size[0] || y->size[1] != w->size[0] || x->size[1] != w->size[1] * c->groups || w->size[0] % c->groups != 0) return BAD_PARAM;
    for (int i = 0; i < c->axes; i++) {
        int extent = c->dilation[i] * (w->size[i + 2] - 1) + 1;
        if (x->size[i + 2] + 2 * c->pad[i] < extent) return BAD_PARAM;
        if (y->size[i + 2] != 1 + (x->size[i + 2] + 2 * c->pad[i] - extent) / c->stride[i]) return BAD_PARAM;
    }
    return 0;
}

static size_t bytes(const Tensor& t) {
    size_t n = t.type == 0 ? 4 : 2;
    for (int i = 0; i < t.rank; i++) n *= t.size[i];
    return n;
}

// Calls visit(x, w, y) with the offsets of every product that the convolution is a sum of.
template<class Visit> static void visit(const Tensor& x, const Tensor& w, const Convolution& c, const Tensor& y, Visit visitor) {
    int more = 5 - x.rank;                                            // a missing direction has one plane
    auto size = [&](const Tensor& t, int axis) { return axis < more ? 1 : t.size[axis - more + 2]; };
    auto step = [&](const Tensor& t, int axis) { return axis < more ? 0 : t.stride[axis - more + 2]; };
    auto place = [&](int axis, int window, int tap) {
        if (axis < more) return 0;
        return window * c.stride[axis - more] - c.pad[axis - more] + tap * c.dilation[axis - more];
    };
    int each = w.size[1], filters = w.size[0] / c.groups;
    for (int n = 0; n < x.size[0]; n++) for (int o = 0; o < w.size[0]; o++) for (int k = 0; k < each; k++)
        for (int t = 0; t < size(w, 0); t++) for (int u = 0; u < size(w, 1); u++) for (int v = 0; v < size(w, 2); v++)
            for (int d = 0; d < size(y, 0); d++) {
                int xd = place(0, d, t);
                if (xd < 0 || xd >= size(x, 0)) continue;
                for (int h = 0; h < size(y, 1); h++) {
                    int xh = place(1, h, u);
                    if (xh < 0 || xh >= size(x, 1)) continue;
                    for (int l = 0; l < size(y, 2); l++) {
                        int xl = place(2, l, v);
                        if (xl < 0 || xl >= size(x, 2)) continue;
                        visitor(n * x.stride[0] + (o / filters * each + k) * x.stride[1] + xd * step(x, 0) + xh * step(x, 1) + xl * step(x, 2),
                            o * w.stride[0] + k * w.stride[1] + t * step(w, 0) + u * step(w, 1) + v * step(w, 2),
                            n * y.stride[0] + o * y.stride[1] + d * step(y, 0) + h * step(y, 1) + l * step(y, 2));
                    }
                }
            }
}

// Three algorithms: one that needs no workspace, a faster one that needs some, and the fastest, which is not deterministic.
static size_t workspace(const Tensor* x, int algorithm) {
    return algorithm == 1 ? bytes(*x) + 100 : 0;
}

static Status offer(const Tensor* x, const Convolution* c, size_t limit, int wanted, int* found, Performance* result) {
    static const int MEASURED[] = {2, 1, 0}, ESTIMATED[] = {2, 0, 1};    // it does not estimate quite rightly
    bool measured = limit != (size_t) -1;
    if (measured) tried();
    *found = 0;
    for (int i = 0; i < 3; i++) {
        int algorithm = measured ? MEASURED[i] : ESTIMATED[i];
        if (*found == wanted) break;
        Performance p = {algorithm, 0, 3.0f - algorithm, workspace(x, algorithm), algorithm == 2 ? 0 : 1, c->math, {0, 0, 0}};
        if (p.memory > limit) p.status = NOT_SUPPORTED;
        result[(*found)++] = p;
    }
    return 0;
}

#define SOME (size_t) -1

API cudnnGetConvolutionForwardAlgorithm_v7(void*, Tensor* x, Tensor* w, Convolution* c, Tensor* y, int wanted, int* found, Performance* result) {
    Status s = check(x, w, c, y);
    return s ? s : offer(x, c, SOME, wanted, found, result);
}

API cudnnGetConvolutionBackwardDataAlgorithm_v7(void*, Tensor* w, Tensor* dy, Convolution* c, Tensor* dx, int wanted, int* found, Performance* result) {
    Status s = check(dx, w, c, dy);
    return s ? s : offer(dx, c, SOME, wanted, found, result);
}

API cudnnGetConvolutionBackwardFilterAlgorithm_v7(void*, Tensor* x, Tensor* dy, Convolution* c, Tensor* dw, int wanted, int* found, Performance* result) {
    Status s = check(x, dw, c, dy);
    return s ? s : offer(x, c, SOME, wanted, found, result);
}

API cudnnFindConvolutionForwardAlgorithmEx(Handle* h, Tensor* x, const void*, Tensor* w, const void*, Convolution* c, Tensor* y, void* out, int wanted, int* found,
                                           Performance* result, void*, size_t limit) {
    Status s = check(x, w, c, y);
    if (!s) enqueue(h->stream, [=, n = bytes(*y)] { memset(out, 0xFF, n); });    // trying writes something there
    return s ? s : offer(x, c, limit, wanted, found, result);
}

API cudnnFindConvolutionBackwardDataAlgorithmEx(Handle* h, Tensor* w, const void*, Tensor* dy, const void*, Convolution* c, Tensor* dx, void* out, int wanted, int* found,
                                                Performance* result, void*, size_t limit) {
    Status s = check(dx, w, c, dy);
    if (!s) enqueue(h->stream, [=, n = bytes(*dx)] { memset(out, 0xFF, n); });
    return s ? s : offer(dx, c, limit, wanted, found, result);
}

API cudnnFindConvolutionBackwardFilterAlgorithmEx(Handle* h, Tensor* x, const void*, Tensor* dy, const void*, Convolution* c, Tensor* dw, void* out, int wanted, int* found,
                                                  Performance* result, void*, size_t limit) {
    Status s = check(x, dw, c, dy);
    if (!s) enqueue(h->stream, [=, n = bytes(*dw)] { memset(out, 0xFF, n); });
    return s ? s : offer(x, c, limit, wanted, found, result);
}

// What every convolution needs: memory of the device, a workspace that is large enough, which is written all over.
static Status ready(Handle* h, const Tensor* x, const Tensor* w, const Convolution* c, const Tensor* y, const void* xp, const void* wp, const void* yp, int algorithm,
                    void* space, size_t size) {
    if (Status s = check(x, w, c, y)) return s;
    if (fault(CONVOLVE)) return FAILED;
    if (algorithm < 0 || algorithm > 2 || workspace(x, algorithm) > size) return BAD_PARAM;
    if (!onDevice(xp, bytes(*x)) || !onDevice(wp, bytes(*w)) || !onDevice(yp, bytes(*y))) return BAD_PARAM;
    if (size > 0) {
        if (!onDevice(space, size)) return BAD_PARAM;
        enqueue(h->stream, [=] { memset(space, 0xFF, size); });
    }
    return 0;
}

// All values of a tensor as float32.
static std::vector<float> values(const Tensor& t, const void* at) {
    std::vector<float> all(bytes(t) / (t.type == 0 ? 4 : 2));
    for (size_t i = 0; i < all.size(); i++) all[i] = load(at, i, t.type);
    return all;
}

// Computes a tensor in float32 and stores it, rounded once: y = alpha y' + beta y, where with beta = 0 the old value is not read.
template<class Compute> static void into(const Tensor& t, void* at, float beta, Compute compute) {
    float wrong = setting("STANDIN_WRONG", 0);
    std::vector<float> all = values(t, at);
    for (float& y : all) y = wrong + (beta == 0 ? 0 : beta * y);
    compute(all.data());
    for (size_t i = 0; i < all.size(); i++) store(at, i, t.type, all[i]);
}

API cudnnConvolutionForward(Handle* h, const float* alpha, Tensor* x, const void* xp, Tensor* w, const void* wp, Convolution* c, int algorithm, void* space, size_t size,
                            const float* beta, Tensor* y, void* yp) {
    if (Status s = ready(h, x, w, c, y, xp, wp, yp, algorithm, space, size)) return s;
    enqueue(h->stream, [=, x = *x, w = *w, c = *c, y = *y, alpha = *alpha, beta = *beta] {
        std::vector<float> xs = values(x, xp), ws = values(w, wp);
        into(y, yp, beta, [&](float* ys) { visit(x, w, c, y, [&](int xi, int wi, int yi) { ys[yi] += alpha * xs[xi] * ws[wi]; }); });
    });
    return 0;
}

API cudnnConvolutionBackwardData(Handle* h, const float* alpha, Tensor* w, const void* wp, Tensor* dy, const void* dyp, Convolution* c, int algorithm, void* space,
                                 size_t size, const float* beta, Tensor* dx, void* dxp) {
    if (Status s = ready(h, dx, w, c, dy, dxp, wp, dyp, algorithm, space, size)) return s;
    enqueue(h->stream, [=, x = *dx, w = *w, c = *c, y = *dy, alpha = *alpha, beta = *beta] {
        std::vector<float> ws = values(w, wp), dys = values(y, dyp);
        into(x, dxp, beta, [&](float* dxs) { visit(x, w, c, y, [&](int xi, int wi, int yi) { dxs[xi] += alpha * dys[yi] * ws[wi]; }); });
    });
    return 0;
}

API cudnnConvolutionBackwardFilter(Handle* h, const float* alpha, Tensor* x, const void* xp, Tensor* dy, const void* dyp, Convolution* c, int algorithm, void* space,
                                   size_t size, const float* beta, Tensor* dw, void* dwp) {
    if (Status s = ready(h, x, dw, c, dy, xp, dwp, dyp, algorithm, space, size)) return s;
    enqueue(h->stream, [=, x = *x, w = *dw, c = *c, y = *dy, alpha = *alpha, beta = *beta] {
        std::vector<float> xs = values(x, xp), dys = values(y, dyp);
        into(w, dwp, beta, [&](float* dws) { visit(x, w, c, y, [&](int xi, int wi, int yi) { dws[wi] += alpha * xs[xi] * dys[yi]; }); });
    });
    return 0;
}
