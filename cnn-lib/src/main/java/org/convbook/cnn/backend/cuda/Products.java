package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;

import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Precision;

/** Matrix products by cuBLAS. */
final class Products {
    /** What cuBLAS computes in, so that it asks for none while a step is recorded, and sums in the same order each time. */
    private static final long WORKSPACE = 4 << 20;
    private static final Pointer ONE = Pointer.to(new float[] {1});
    private static final Pointer ZERO = Pointer.to(new float[] {0});

    /** y = op(a) · op(b), all row-major: y has these rows and columns, and inner is the length of the sums. */
    record Sizes(int rows, int inner, int columns, boolean transposeA, boolean transposeB) {}

    private final cublasHandle handle;

    private Products(Device device, cublasHandle handle, Precision precision) {
        this.handle = handle;
        DevicePointer workspace = new DevicePointer();
        device.enter();
        device.check(cuMemAlloc(workspace, WORKSPACE), "allocating a workspace for cuBLAS");
        check(JCublas2.cublasSetWorkspace(handle, workspace, WORKSPACE), "giving cuBLAS a workspace");
        int math = switch (precision) {
            case FP32 -> cublasMath.CUBLAS_DEFAULT_MATH;
            case TF32 -> cublasMath.CUBLAS_TF32_TENSOR_OP_MATH;
            case BF16, FP16 -> cublasMath.CUBLAS_MATH_DISALLOW_REDUCED_PRECISION_REDUCTION;   // every sum in float32
        };
        check(JCublas2.cublasSetMathMode(handle, math), "choosing how cuBLAS multiplies");
    }

    /** Null where cuBLAS cannot be loaded. */
    static Products open(Device device, Precision precision) {
        cublasHandle handle = Libraries.cublas(device);
        return handle == null ? null : new Products(device, handle, precision);
    }

    private static void check(int status, String what) {
        if (status != 0) throw new DeviceException("cuda: " + what + " failed (status " + status + ")");
    }

    /**
     * cuBLAS reads columns first, to which a row-major matrix is its transpose: the product of the transposes in the other order is the result's
     * transpose.
     */
    void multiply(Sizes s, CudaBuffer a, CudaBuffer b, CudaBuffer y) {
        int stepA = s.transposeA ? s.rows : s.inner;
        int stepB = s.transposeB ? s.inner : s.columns;
        int status = a.format == Format.FLOAT
            ? JCublas2.cublasSgemm(handle, operation(s.transposeB), operation(s.transposeA), s.columns, s.rows, s.inner,
                ONE, b.block().start, stepB, a.block().start, stepA, ZERO, y.block().start, s.columns)
            : JCublas2.cublasGemmEx_new(handle, operation(s.transposeB), operation(s.transposeA), s.columns, s.rows, s.inner,
                ONE, b.block().start, b.format.cublas, stepB, a.block().start, a.format.cublas, stepA, ZERO, y.block().start, y.format.cublas,
                s.columns, cublasComputeType.CUBLAS_COMPUTE_32F, cublasGemmAlgo.CUBLAS_GEMM_DEFAULT);
        check(status, "a matrix product by cuBLAS");
    }

    private static int operation(boolean transpose) {
        return transpose ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
    }
}
