package org.convbook.cnn.backend.cuda;

import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardData;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardFilter;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionForward;

import jcuda.Pointer;
import jcuda.jcudnn.cudnnHandle;

/** One pass of a convolution by one algorithm of cuDNN. */
final class ConvPlan implements AutoCloseable {
    private static final Pointer ONE = Pointer.to(new float[] {1});
    private static final Pointer ZERO = Pointer.to(new float[] {0});

    final ConvPass pass;
    final Layout layout;
    final int algorithm;
    /** The bytes that it needs for itself. */
    final long workspace;
    private final cudnnHandle handle;
    private final ConvDescriptors d;

    ConvPlan(cudnnHandle handle, ConvPass pass, Layout layout, ConvDescriptors d, ConvAlgorithms.Candidate chosen) {
        this.handle = handle;
        this.pass = pass;
        this.layout = layout;
        this.d = d;
        this.algorithm = chosen.algorithm();
        this.workspace = chosen.memory();
    }

    /** Computes the one of the three that the pass is for from the other two. */
    void run(CudaBuffer x, CudaBuffer w, CudaBuffer y, Block space) {
        Pointer xp = x.block().start;
        Pointer wp = w.block().start;
        Pointer yp = y.block().start;
        Pointer room = space == null ? new Pointer() : space.start;
        int status = switch (pass) {
            case FORWARD -> cudnnConvolutionForward(handle, ONE, d.x, xp, d.w, wp, d.c, algorithm, room, workspace, ZERO, d.y, yp);
            case INPUT_GRADIENT -> cudnnConvolutionBackwardData(handle, ONE, d.w, wp, d.y, yp, d.c, algorithm, room, workspace, ZERO, d.x, xp);
            case WEIGHT_GRADIENT -> cudnnConvolutionBackwardFilter(handle, ONE, d.x, xp, d.y, yp, d.c, algorithm, room, workspace, ZERO, d.w, wp);
        };
        Libraries.check(status, "a convolution by cuDNN");
    }

    @Override
    public void close() {
        d.close();
    }
}
