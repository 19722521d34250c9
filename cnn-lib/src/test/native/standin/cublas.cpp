// Stands in for the matrix product of libcublas.so.12: column-major, as there.
#include "device.h"

#define API extern "C" int

API cublasCreate_v2(void** handle) {
    *handle = (void*) 1;
    return fault(NO_PRODUCTS);
}

API cublasDestroy_v2(void*) {
    return 0;
}

API cublasSetStream_v2(void*, void*) {
    return 0;
}

API cublasSetWorkspace_v2(void*, void* at, size_t bytes) {
    return onDevice(at, bytes) ? 0 : 7;
}

API cublasSetMathMode(void*, int) {
    return 0;
}

API cublasSgemm_v2(void*, int transposeA, int transposeB, int m, int n, int k, const float* alpha, const float* a, int lda, const float* b, int ldb, const float* beta,
                   float* c, int ldc) {
    if (fault(CONVOLVE)) return 13;
    if (m < 1 || n < 1 || k < 1 || lda < (transposeA ? k : m) || ldb < (transposeB ? n : k) || ldc < m) return 7;
    enqueue([=, alpha = *alpha, beta = *beta] {
        for (int j = 0; j < n; j++) for (int i = 0; i < m; i++) {
            float sum = 0;
            for (int l = 0; l < k; l++) sum += a[transposeA ? l + (size_t) i * lda : i + (size_t) l * lda] * b[transposeB ? j + (size_t) l * ldb : l + (size_t) j * ldb];
            float* to = c + i + (size_t) j * ldc;
            *to = alpha * sum + (beta == 0 ? 0 : beta * *to);
        }
    });
    return 0;
}
