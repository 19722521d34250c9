package org.convbook.parity;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;

/**
 * One layer of ours, and the same in PyTorch as a function of the input "x" and the layer's state by path.
 *
 * @param layer our layer
 * @param input the shape of its input
 * @param training whether the pass is one of training
 * @param peer the same in PyTorch
 */
record Configuration(Layer layer, Shape input, boolean training, Function<Peer, Tensor> peer) {
    static Configuration of(Layer layer, Shape input, Function<Peer, Tensor> peer) {
        return new Configuration(layer, input, true, peer);
    }

    /** An operation on tensors, which becomes a layer by a name. */
    static Configuration of(String name, UnaryOperator<org.convbook.cnn.tensor.Tensor> operation, Shape input, Function<Peer, Tensor> peer) {
        return of(new Operation(name, operation), input, peer);
    }

    private static final class Operation extends Layer {
        private final String name;
        private final UnaryOperator<org.convbook.cnn.tensor.Tensor> operation;

        Operation(String name, UnaryOperator<org.convbook.cnn.tensor.Tensor> operation) {
            this.name = name;
            this.operation = operation;
        }

        @Override
        protected org.convbook.cnn.tensor.Tensor forward(org.convbook.cnn.tensor.Tensor x, Pass pass) {
            return operation.apply(x);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
