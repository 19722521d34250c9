package org.convbook.cnn.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;

/** Bounds on gradients and weights, 0 where there is none. All is computed on the device, so that it can be recorded. */
final class Limits {
    double value;
    double norm;
    double weights;

    /** The gradient of each parameter, clipped by value, then by the norm of all: g · most / max(most, √Σg²). */
    Map<Tensor, Tensor> clip(List<Tensor> parameters, Gradients gradients) {
        Map<Tensor, Tensor> all = gradients.forUpdate(parameters);
        if (value == 0 && norm == 0 || all.isEmpty()) return all;
        return Tape.withoutGradients(() -> {
            if (value > 0) all.replaceAll((p, g) -> cut(g, value));
            if (norm > 0) {
                Tensor squares = null;
                for (Tensor g : all.values()) {
                    Tensor own = g.square().sum();
                    squares = squares == null ? own : squares.add(own);
                }
                Tensor scale = scale(squares, norm);
                all.replaceAll((p, g) -> g.mul(scale));
            }
            return all;
        });
    }

    /** min(most, max(−most, g)). */
    private static Tensor cut(Tensor g, double most) {
        Tensor bound = Tensor.full(g.backend(), -most, Shape.of());
        return g.max(bound).neg().max(bound).neg();
    }

    /** most / max(most, √squares): exactly 1 where the norm is not above it. */
    private static Tensor scale(Tensor squares, double most) {
        Tensor bound = Tensor.full(squares.backend(), most, Shape.of());
        return bound.div(squares.sqrt().max(bound));
    }

    /** Scales each row of each weight with two axes or more down to the largest norm, in place: w −= w − w · scale. */
    void shorten(Collection<Tensor> parameters) {
        List<Tensor> wide = parameters.stream().filter(p -> weights > 0 && p.shape().rank() > 1).toList();
        if (wide.isEmpty()) return;
        Tape.withoutGradients(() -> {
            Backend backend = wide.get(0).backend();
            List<Buffer> w = new ArrayList<>();
            List<Buffer> excess = new ArrayList<>();
            List<Buffer> velocity = new ArrayList<>();
            for (Tensor p : wide) {
                int[] rest = new int[p.shape().rank() - 2];
                for (int i = 0; i < rest.length; i++) rest[i] = i + 2;
                w.add(p.buffer());
                excess.add(p.sub(p.mul(scale(p.square().sum(1, rest), weights))).buffer());
                velocity.add(backend.fill(p.shape(), 0));
            }
            Buffer settings = backend.concat(0, List.of(backend.fill(Shape.of(1), 1), backend.fill(Shape.of(3), 0)));   // rate 1, nothing else
            backend.sgd(w, excess, velocity, settings);
            return null;
        });
    }

    Stream<String> texts() {
        return Stream.of(value == 0 ? "" : "clipValue " + value, norm == 0 ? "" : "clipNorm " + norm, weights == 0 ? "" : "maxNorm " + weights);
    }
}
