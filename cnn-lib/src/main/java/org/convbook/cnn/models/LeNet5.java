package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.AvgPool2d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.nn.Tanh;
import org.convbook.cnn.tensor.Window;

/**
 * LeNet-5 in its modern form: every map of the second convolution sees all maps before it, pooling has no parameters, and the output is
 * logits for a softmax. 61,706 parameters for 10 classes (the paper's sparse form has 60,000).
 * <pre>
 * input   [N, 1, 28, 28]    the paper's 32x32 come from the first convolution's padding
 * output  [N, classes]      logits
 * </pre>
 * Another input is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun, Bottou, Bengio &amp; Haffner 1998, Gradient-based learning applied to document
 *     recognition</a>
 */
public final class LeNet5 extends Sequential {
    /** A network for this number of classes, with weights drawn from the generator. */
    public LeNet5(int classes, RandomGenerator rng) {
        super(
            new Conv2d(1, 6, Window.of(5).padding(2), rng), new Tanh(), new AvgPool2d(2),   // 28 -> 14
            new Conv2d(6, 16, Window.of(5), rng),           new Tanh(), new AvgPool2d(2),   // 14 -> 10 -> 5
            new Flatten(),
            new Linear(16 * 5 * 5, 120, rng), new Tanh(),
            new Linear(120, 84, rng),         new Tanh(),
            new Linear(84, classes, rng));                                                  // logits
    }
}
