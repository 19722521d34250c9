package org.convbook.parity;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;

/** The numbers of one configuration in PyTorch, in float64: the errors that are found are ours alone. */
final class Peer {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    final boolean training;

    Peer(boolean training) {
        this.training = training;
    }

    /** Brings a tensor in under the path that we know it by. */
    Tensor put(String path, Shape shape, float[] values, boolean differentiable) {
        Tensor t = tensor(shape, values);
        if (differentiable) t.set_requires_grad(true);
        tensors.put(path, t);
        return t;
    }

    static Tensor tensor(Shape shape, float[] values) {
        long[] sizes = Arrays.stream(shape.sizes()).asLongStream().toArray();
        return Tensor.create(values, sizes).to(torch.ScalarType.Double);
    }

    static Tensor longs(int[] values, long... shape) {
        return Tensor.create(Arrays.stream(values).asLongStream().toArray(), shape);
    }

    /** A parameter or buffer by path. */
    Tensor at(String path) {
        Tensor t = tensors.get(path);
        if (t == null) throw new IllegalArgumentException("there is no " + path + " among " + tensors.keySet());
        return t;
    }

    /** A parameter or buffer by path, or nothing. */
    TensorOptional maybe(String path) {
        return tensors.containsKey(path) ? new TensorOptional(tensors.get(path)) : new TensorOptional();
    }

    Map<String, Tensor> tensors() {
        return tensors;
    }

    static double[] values(Tensor t) {
        double[] values = new double[(int) t.numel()];
        if (values.length > 0) new DoublePointer(t.detach().contiguous().data_ptr()).get(values);
        return values;
    }
}
