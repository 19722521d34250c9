package org.convbook.parity;

import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Sequential;

/** Matrix products and changes of shape. */
final class Products {
    private Products() {}

    static List<Family> all() {
        return List.of(Family.of("Linear", Products::linear), Family.of("matmul", Products::matmul),
            Family.of("Flatten, Linear", Products::flattenLinear),
            Family.of("slice, concat, transpose", Products::moved));
    }

    private static Configuration linear(Draw d) {
        int in = d.between(1, d.chance(0.9) ? 40 : 400);
        return Configuration.of(new Linear(in, d.between(1, 40), d.rng), Shape.of(d.between(1, 20), in),
            p -> torch.linear(p.at("x"), p.at("weight"), p.maybe("bias")));
    }

    /** x xᵀ x, so that the gradient takes both ways through a product. */
    private static Configuration matmul(Draw d) {
        Shape shape = Shape.of(d.between(1, 20), d.between(1, 20));
        return Configuration.of("x xT x", x -> x.matmul(x.transpose(1, 0)).matmul(x), shape,
            p -> torch.matmul(torch.matmul(p.at("x"), p.at("x").t()), p.at("x")));
    }

    private static Configuration flattenLinear(Draw d) {
        Shape images = Shape.of(d.between(1, 5), d.between(1, 9), d.between(1, 7), d.between(1, 7));
        int features = images.count() / images.size(0);
        return Configuration.of(new Sequential(new Flatten(), new Linear(features, d.between(1, 9), d.rng)), images,
            p -> torch.linear(torch.flatten(p.at("x"), 1, -1), p.at("1.weight"), p.maybe("1.bias")));
    }

    /** The two parts of an image along one axis, turned around, and their axes exchanged. */
    private static Configuration moved(Draw d) {
        Shape shape = Shape.of(d.between(1, 4), d.between(1, 9), d.between(1, 6), d.between(2, 6));
        int axis = shape.size(1) > 1 ? d.between(1, 3) == 1 ? 1 : 3 : 3;
        int cut = d.between(1, shape.size(axis) - 1);
        int[] axes = d.oneOf(new int[] {0, 2, 3, 1}, new int[] {3, 1, 0, 2}, new int[] {1, 0, 2, 3});
        long[] peerAxes = java.util.Arrays.stream(axes).asLongStream().toArray();
        return Configuration.of("cut at " + cut + " along " + axis, x -> org.convbook.cnn.tensor.Tensor.concat(axis,
                x.slice(axis, cut, x.shape().size(axis)), x.slice(axis, 0, cut)).transpose(axes).mul(x.transpose(axes)), shape,
            p -> torch.cat(new org.bytedeco.pytorch.TensorVector(p.at("x").narrow(axis, cut, shape.size(axis) - cut),
                p.at("x").narrow(axis, 0, cut)), axis)
                .permute(peerAxes).mul(p.at("x").permute(peerAxes)));
    }
}
