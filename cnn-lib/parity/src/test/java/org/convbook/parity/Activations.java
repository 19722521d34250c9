package org.convbook.parity;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Elu;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.LeakyRelu;
import org.convbook.cnn.nn.Maxout;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.ScaledTanh;
import org.convbook.cnn.nn.Sigmoid;
import org.convbook.cnn.nn.Softmax;
import org.convbook.cnn.nn.Tanh;

/** Functions value by value, and softmax. */
final class Activations {
    private Activations() {}

    static List<Family> all() {
        return List.of(plain("Relu", Relu::new, torch::relu), plain("Tanh", Tanh::new, torch::tanh), plain("Sigmoid", Sigmoid::new, torch::sigmoid),
            plain("ScaledTanh", ScaledTanh::new, x -> torch.tanh(x.mul(new Scalar(2.0 / 3))).mul(new Scalar(1.7159))),
            Family.of("LeakyRelu", Activations::leakyRelu), Family.of("Elu", Activations::elu), Family.of("Maxout", Activations::maxout),
            Family.of("Softmax", Activations::softmax), Family.of("logSoftmax", Activations::logSoftmax),
            operation("softplus", x -> x.mul(5).softplus(), x -> torch.log1p(torch.exp(x.mul(new Scalar(5))))),
                operation("exp", x -> x.exp(), torch::exp), operation("abs", x -> x.abs(), torch::abs),
            operation("log", x -> x.square().add(0.1).log(), x -> torch.log(torch.square(x).add(new Scalar(0.1)))),
            operation("sqrt", x -> x.square().add(0.1).sqrt(), x -> torch.sqrt(torch.square(x).add(new Scalar(0.1)))),
            Family.of("broadcasting", Activations::broadcasting));
    }

    /** One to four axes of random sizes. */
    static Shape anyShape(Draw d) {
        int[] sizes = new int[d.between(1, 4)];
        for (int i = 0; i < sizes.length; i++) sizes[i] = d.between(1, 9);
        return Shape.of(sizes);
    }

    private static Family plain(String name, Supplier<Layer> layer, Function<Tensor, Tensor> peer) {
        return Family.of(name, d -> Configuration.of(layer.get(), anyShape(d), p -> peer.apply(p.at("x"))));
    }

    private static Family operation(String name, UnaryOperator<org.convbook.cnn.tensor.Tensor> ours, Function<Tensor, Tensor> peer) {
        return Family.of(name, d -> Configuration.of(name, ours, anyShape(d), p -> peer.apply(p.at("x"))));
    }

    private static Configuration leakyRelu(Draw d) {
        double slope = d.oneOf(0.01, 0.2, 0.0, 1.5);
        return Configuration.of(new LeakyRelu(slope), anyShape(d), p -> torch.leaky_relu(p.at("x"), new Scalar(slope)));
    }

    private static Configuration elu(Draw d) {
        double alpha = d.oneOf(1.0, 0.3, 0.0, 2.0);
        return Configuration.of(new Elu(alpha), anyShape(d), p -> torch.elu(p.at("x"), new Scalar(alpha), new Scalar(1), new Scalar(1)));
    }

    private static Configuration maxout(Draw d) {
        int pieces = d.between(1, 4);
        int channels = d.between(1, 8);
        Shape x = d.chance(0.5) ? Shape.of(d.between(1, 5), pieces * channels)
            : Shape.of(d.between(1, 4), pieces * channels, d.between(1, 5), d.between(1, 5));
        return Configuration.of(new Maxout(pieces), x, p -> {
            Tensor y = p.at("x").narrow(1, 0, channels);
            for (int i = 1; i < pieces; i++) {
                Tensor next = p.at("x").narrow(1, (long) i * channels, channels);
                y = torch.where(y.ge(next), y, next);   // of equal ones the first
            }
            return y;
        });
    }

    private static Shape classes(Draw d) {
        return d.chance(0.7) ? Shape.of(d.between(1, 9), d.between(1, 40))
            : Shape.of(d.between(1, 3), d.between(1, 9), d.between(1, 5), d.between(1, 5));
    }

    private static Configuration softmax(Draw d) {
        return Configuration.of(new Softmax(), classes(d), p -> torch.softmax(p.at("x"), 1));
    }

    private static Configuration logSoftmax(Draw d) {
        double spread = d.oneOf(1.0, 50.0);
        return Configuration.of("logSoftmax", x -> x.mul(spread).logSoftmax(), classes(d),
            p -> torch.log_softmax(p.at("x").mul(new Scalar(spread)), 1));
    }

    /** Each operation of two, with the second argument made of the first by taking means over some axes. */
    private static Configuration broadcasting(Draw d) {
        Shape shape = anyShape(d);
        int axis = d.between(0, shape.rank() - 1);
        String op = d.oneOf("add", "sub", "mul", "div", "max");
        boolean turned = d.chance(0.5);
        // a mean of 3 or 5 is rounded, so that who is larger of two equal ones would be chance; of 2 or 4 it is exact, and ties stay
        double shift = op.equals("max") && Integer.bitCount(shape.size(axis)) > 1 ? 0.0123 : 0;
        return Configuration.of(op + " with the mean over axis " + axis + (turned ? ", turned" : ""), x -> {
            var mean = x.mean(axis).add(shift);
            if (op.equals("div")) mean = mean.square().add(1);
            var a = turned ? mean : x;
            var b = turned ? x.square().add(2) : mean;
            return switch (op) {
                case "add" -> a.add(b);
                case "sub" -> a.sub(b);
                case "mul" -> a.mul(b);
                case "div" -> a.div(b);
                default -> a.max(b);
            };
        }, shape, p -> {
            Tensor x = p.at("x");
            var one = new Scalar(1);
            Tensor mean = x.mean(new long[] {axis}, true, new ScalarTypeOptional()).add(new Scalar(shift));
            if (op.equals("div")) mean = torch.square(mean).add(one);
            Tensor a = turned ? mean : x;
            Tensor b = turned ? torch.square(x).add(new Scalar(2)) : mean;
            return switch (op) {
                case "add" -> a.add(b);
                case "sub" -> a.sub(b);
                case "mul" -> a.mul(b);
                case "div" -> a.div(b);
                default -> torch.where(a.ge(b), a, b);   // of equal ones the first, where PyTorch's maximum shares the gradient
            };
        });
    }
}
