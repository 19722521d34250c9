package org.convbook.cnn.backend;

import org.convbook.cnn.Tolerance;

/**
 * What every backend must do: each operation against a small computation by formula over many shapes and layouts, memory, and recordings.
 * A test of a backend extends this and supplies the backend.
 */
public abstract class BackendContract implements ElementwiseContract, ShapeContract, ProductContract, ConvContract, PoolContract, SoftmaxContract,
        NormContract, FusionContract, ResizeContract, OptimizerContract, ChainContract, MemoryContract, RecordingContract, ThreadContract {
    @Override
    public double tolerance() {
        return Tolerance.FLOAT_OPERATION;
    }

    @Override
    public double chainTolerance() {
        return Tolerance.FLOAT_CHAIN;
    }
}
