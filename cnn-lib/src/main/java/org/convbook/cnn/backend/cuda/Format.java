package org.convbook.cnn.backend.cuda;

import jcuda.cudaDataType;
import jcuda.jcudnn.cudnnDataType;
import org.convbook.cnn.backend.Precision;

/** What a value is in the device's memory, and what the libraries and our kernels call that. Kernels compute in float32 whatever it is. */
enum Format {
    /** float32. */
    FLOAT(Float.BYTES, "", cudnnDataType.CUDNN_DATA_FLOAT, cudaDataType.CUDA_R_32F),
    /** The upper half of a float32: its range, with 8 bits of its digits. */
    BF16(2, "-bf16", cudnnDataType.CUDNN_DATA_BFLOAT16, cudaDataType.CUDA_R_16BF),
    /** IEEE half precision: 11 bits, from 6e-8 to 65504. */
    FP16(2, "-fp16", cudnnDataType.CUDNN_DATA_HALF, cudaDataType.CUDA_R_16F);

    final int bytes;
    /** Of the files of kernels that are built for it. */
    final String suffix;
    final int cudnn;
    final int cublas;

    Format(int bytes, String suffix, int cudnn, int cublas) {
        this.bytes = bytes;
        this.suffix = suffix;
        this.cudnn = cudnn;
        this.cublas = cublas;
    }

    /** That of activations. */
    static Format of(Precision precision) {
        return switch (precision) {
            case FP32, TF32 -> FLOAT;
            case BF16 -> BF16;
            case FP16 -> FP16;
        };
    }

    /** The kernel of this name whose type {@code real} is this one. */
    String kernel(String name) {
        return name + suffix;
    }
}
