package org.convbook.cnn.backend;

/** How a GPU multiplies in convolutions and matrix products. Values are float32 in memory either way. */
public enum Precision {
    /** With all 24 bits of float32. */
    FP32,
    /** With the 11 leading bits of each factor, summed in float32: several times as fast on GPUs from Ampere (2020) on. */
    TF32
}
