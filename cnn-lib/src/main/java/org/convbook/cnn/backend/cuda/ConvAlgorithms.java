package org.convbook.cnn.backend.cuda;

import static jcuda.jcudnn.JCudnn.cudnnFindConvolutionBackwardDataAlgorithmEx;
import static jcuda.jcudnn.JCudnn.cudnnFindConvolutionBackwardFilterAlgorithmEx;
import static jcuda.jcudnn.JCudnn.cudnnFindConvolutionForwardAlgorithmEx;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardAlgorithm_v7;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnHandle;

/** What cuDNN offers for one pass of a convolution, best first: as it estimates, or as it measures. */
final class ConvAlgorithms {
    private static final int MOST = 16;
    private static final int BAD_PARAMETER = 2;
    private static final int NOT_SUPPORTED = 3;

    /** An algorithm, the bytes that it needs, whether it gives the same bits each time, and how it multiplies. */
    record Candidate(int algorithm, long memory, boolean deterministic, int math) {}

    /** Where a pass is tried: its three tensors and a workspace. */
    record Place(Pointer x, Pointer w, Pointer y, Pointer space, long bytes) {}

    private final cudnnHandle handle;
    private final int[] found = new int[1];

    ConvAlgorithms(cudnnHandle handle) {
        this.handle = handle;
    }

    /** Estimated; empty if cuDNN does not do this convolution in this layout. */
    List<Candidate> estimated(ConvPass pass, ConvDescriptors d) {
        return switch (pass) {
            case FORWARD -> {
                cudnnConvolutionFwdAlgoPerf[] p = filled(new cudnnConvolutionFwdAlgoPerf[MOST], cudnnConvolutionFwdAlgoPerf::new);
                yield offered(() -> cudnnGetConvolutionForwardAlgorithm_v7(handle, d.x, d.w, d.c, d.y, MOST, found, p)) ? forward(p).toList()
                    : List.of();
            }
            case INPUT_GRADIENT -> {
                cudnnConvolutionBwdDataAlgoPerf[] p = filled(new cudnnConvolutionBwdDataAlgoPerf[MOST], cudnnConvolutionBwdDataAlgoPerf::new);
                yield offered(() -> cudnnGetConvolutionBackwardDataAlgorithm_v7(handle, d.w, d.y, d.c, d.x, MOST, found, p)) ? data(p).toList()
                    : List.of();
            }
            case WEIGHT_GRADIENT -> {
                cudnnConvolutionBwdFilterAlgoPerf[] p = filled(new cudnnConvolutionBwdFilterAlgoPerf[MOST], cudnnConvolutionBwdFilterAlgoPerf::new);
                yield offered(() -> cudnnGetConvolutionBackwardFilterAlgorithm_v7(handle, d.x, d.y, d.c, d.w, MOST, found, p)) ? filter(p).toList()
                    : List.of();
            }
        };
    }

    /** Measured; empty if cuDNN does not do this convolution in this layout. */
    List<Candidate> measured(ConvPass pass, ConvDescriptors d, Place at) {
        return switch (pass) {
            case FORWARD -> {
                cudnnConvolutionFwdAlgoPerf[] p = filled(new cudnnConvolutionFwdAlgoPerf[MOST], cudnnConvolutionFwdAlgoPerf::new);
                yield offered(() -> cudnnFindConvolutionForwardAlgorithmEx(handle, d.x, at.x, d.w, at.w, d.c, d.y, at.y, MOST, found, p, at.space,
                    at.bytes))
                    ? forward(p).toList() : List.of();
            }
            case INPUT_GRADIENT -> {
                cudnnConvolutionBwdDataAlgoPerf[] p = filled(new cudnnConvolutionBwdDataAlgoPerf[MOST], cudnnConvolutionBwdDataAlgoPerf::new);
                yield offered(() -> cudnnFindConvolutionBackwardDataAlgorithmEx(handle, d.w, at.w, d.y, at.y, d.c, d.x, at.x, MOST, found, p,
                    at.space, at.bytes))
                    ? data(p).toList() : List.of();
            }
            case WEIGHT_GRADIENT -> {
                cudnnConvolutionBwdFilterAlgoPerf[] p = filled(new cudnnConvolutionBwdFilterAlgoPerf[MOST], cudnnConvolutionBwdFilterAlgoPerf::new);
                yield offered(() -> cudnnFindConvolutionBackwardFilterAlgorithmEx(handle, d.x, at.x, d.y, at.y, d.c, d.w, at.w, MOST, found, p,
                    at.space, at.bytes))
                    ? filter(p).toList() : List.of();
            }
        };
    }

    private static <T> T[] filled(T[] array, Supplier<T> make) {
        Arrays.setAll(array, i -> make.get());
        return array;
    }

    /** Whether there is an answer; that there is none for this convolution is an answer too. */
    private static boolean offered(IntSupplier question) {
        int status;
        try {
            status = question.getAsInt();
        } catch (ArrayIndexOutOfBoundsException e) {
            return false;   // where cuDNN refuses, the bindings read a number of answers that it did not write
        }
        int kind = status / 1000;
        if (kind == BAD_PARAMETER || kind == NOT_SUPPORTED) return false;
        Libraries.check(status, "asking cuDNN for an algorithm");
        return true;
    }

    private Stream<Candidate> forward(cudnnConvolutionFwdAlgoPerf[] p) {
        return Arrays.stream(p, 0, found[0]).filter(a -> a.status == 0).map(a -> new Candidate(a.algo, a.memory, a.determinism == 1, a.mathType));
    }

    private Stream<Candidate> data(cudnnConvolutionBwdDataAlgoPerf[] p) {
        return Arrays.stream(p, 0, found[0]).filter(a -> a.status == 0).map(a -> new Candidate(a.algo, a.memory, a.determinism == 1, a.mathType));
    }

    private Stream<Candidate> filter(cudnnConvolutionBwdFilterAlgoPerf[] p) {
        return Arrays.stream(p, 0, found[0]).filter(a -> a.status == 0).map(a -> new Candidate(a.algo, a.memory, a.determinism == 1, a.mathType));
    }
}
