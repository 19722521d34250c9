// Stands in for the matrix product of libcublas.so.12: column-major, as there.
#include "device.h"
#include "formats.h"

#define API extern "C" int

struct Handle {
    Stream* stream;
};

API cublasCreate_v2(Handle** handle) {
    *handle = new Handle();
    return fault(NO_PRODUCTS);
}

API cublasDestroy_v2(Handle* handle) {
    delete handle;
    return 0;
}

API cublasSetStream_v2(Handle* handle, Stream* stream) {
    handle->stream = stream;
    return 0;
}

API cublasSetWorkspace_v2(void*, void* at, size_t bytes) {
    return onDevice(at, bytes) ? 0 : 7;
}

API cublasSetMathMode(void*, int) {
    return 0;
}

// Sums in float32 whatever the types are; what is stored is rounded once.
struct Matrix {
    const void* at;
    int type, step;
    bool transpose;
};

static int multiply(Handle* h, int m, int n, int k, float alpha, Matrix a, Matrix b, float beta, void* c, int type, int ldc) {
    if (fault(CONVOLVE)) return 13;
    if (m < 1 || n < 1 || k < 1 || a.step < (a.transpose ? k : m) || b.step < (b.transpose ? n : k) || ldc < m) return 7;
    enqueue(h->stream, [=] {
        for (int j = 0; j < n; j++) for (int i = 0; i < m; i++) {
            float sum = 0;
            for (int l = 0; l < k; l++) {
                sum += load(a.at, a.transpose ? l + (size_t) i * a.step : i + (size_t) l * a.step, a.type)
                    * load(b.at, b.transpose ? j + (size_t) l * b.step : l + (size_t) j * b.step, b.type);
            }
            size_t to = i + (size_t) j * ldc;
            store(c, to, type, alpha * sum + (beta == 0 ? 0 : beta * load(c, to, type)));
        }
    });
    return 0;
}

API cublasSgemm_v2(Handle* h, int transposeA, int transposeB, int m, int n, int k, const float* alpha, const float* a, int lda, const float* b, int ldb, const float* beta,
                   float* c, int ldc) {
    return multiply(h, m, n, k, *alpha, {a, 0, lda, transposeA != 0}, {b, 0, ldb, transposeB != 0}, *beta, c, 0, ldc);
}

// Of half precision or bfloat16, to one of these or float32, computed in float32 (68): what cuBLAS supports.
API cublasGemmEx(Handle* h, int transposeA, int transposeB, int m, int n, int k, const float* alpha, const void* a, int typeA, int lda, const void* b, int typeB, int ldb,
                 const float* beta, void* c, int typeC, int ldc, int compute, int) {
    bool known = typeA == 2 || typeA == 14;
    if (!known || typeB != typeA || (typeC != typeA && typeC != 0) || compute != 68) return 15;
    return multiply(h, m, n, k, *alpha, {a, typeA, lda, transposeA != 0}, {b, typeB, ldb, transposeB != 0}, *beta, c, typeC, ldc);
}
