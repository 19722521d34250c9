package org.convbook.cnn.models;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Init;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;

/**
 * The VGG networks: nothing but 3x3 convolutions and 2x2 pooling, five times, and three fully connected layers. Two 3x3 filters see 5x5
 * pixels, three see 7x7, with fewer weights than one large filter and a ReLU between them.
 * <pre>
 * input   [N, 3, 224, 224]   RGB, the mean of the training images subtracted
 * output  [N, classes]       logits
 *
 * of form D (VGG-16)                          output          parameters   floats
 * input                                       3 x 224 x 224                    150,528
 * conv1_1, conv1_2   3x3, 64                  64 x 224 x 224      38,720     6,422,528
 * pool1              2x2                      64 x 112 x 112                   802,816
 * conv2_1, conv2_2   3x3, 128                 128 x 112 x 112    221,440     3,211,264
 * pool2                                       128 x 56 x 56                    401,408
 * conv3_1 .. conv3_3 3x3, 256                 256 x 56 x 56    1,475,328     2,408,448
 * pool3                                       256 x 28 x 28                    200,704
 * conv4_1 .. conv4_3 3x3, 512                 512 x 28 x 28    5,899,776     1,204,224
 * pool4                                       512 x 14 x 14                    100,352
 * conv5_1 .. conv5_3 3x3, 512                 512 x 14 x 14    7,079,424       301,056
 * pool5                                       512 x 7 x 7                       25,088
 * fc6, fc7                                    4096           119,545,856         8,192
 * fc8                                         1000             4,097,000         1,000
 * total                                                      138,357,544    15,237,608
 * </pre>
 * The forms have 132,863,336 (A), 133,047,848 (B), 133,638,952 (C), 138,357,544 (D) and 143,667,240 (E) parameters for 1000 classes. D does
 * 15.47 G multiply-adds for one image; its conv5_3 sees 196 pixels of the input, its pool5 212.
 * <p><b>Beside a lecture's slide.</b> It counts 138,344,128 parameters: the weights without the 13,416 biases. Its "24M floats, about 93 MB an
 * image" is not the sum of its own column, which is 15,237,608 floats, 60.95 MB (58.1 MiB); only with the outputs of the ReLUs stored beside
 * those of the convolutions are they 28.8 M. One deck has pool2 as 64x64x128: it halves 112, so it is 56x56x128.
 * <p>First values are those of Glorot &amp; Bengio, which the paper found to do without training form A first. An input of another size is a
 * {@link org.convbook.cnn.tensor.ShapeException}. The parts are named as in torchvision: {@code features.0.weight}, {@code classifier.6.bias}.
 *
 * @see <a href="https://arxiv.org/abs/1409.1556">Simonyan &amp; Zisserman 2015, Very deep convolutional networks</a>
 */
public final class Vgg extends Layer {
    /** The columns of the paper's table of configurations. */
    public enum Form {
        /** 11 weight layers. */
        A("64 | 128 | 256 256 | 512 512 | 512 512"),
        /** 13 weight layers. */
        B("64 64 | 128 128 | 256 256 | 512 512 | 512 512"),
        /** 16 weight layers, of which three convolutions are 1x1. */
        C("64 64 | 128 128 | 256 256 256/1 | 512 512 512/1 | 512 512 512/1"),
        /** 16 weight layers: VGG-16. */
        D("64 64 | 128 128 | 256 256 256 | 512 512 512 | 512 512 512"),
        /** 19 weight layers: VGG-19. */
        E("64 64 | 128 128 | 256 256 256 256 | 512 512 512 512 | 512 512 512 512");

        private final String[] stages;

        Form(String column) {
            stages = column.split(" \\| ");
        }
    }

    private final Form form;
    private final Layer features;
    private final Layer flatten;
    private final Layer classifier;

    /** The paper's network for 224x224 and this number of classes, with weights drawn from the generator. */
    public Vgg(Form form, int classes, RandomGenerator rng) {
        this(form, 1, 224, classes, rng);
    }

    /**
     * The same network with all channel counts scaled by {@code width} and for square images of this side:
     * {@code new Vgg(Form.A, 0.125, 32, 10, rng)} trains on CIFAR-10. A side below 32 or a width that is no multiple of 1/8 is an
     * {@link IllegalArgumentException}.
     */
    public Vgg(Form form, double width, int side, int classes, RandomGenerator rng) {
        if (side < 32) throw new IllegalArgumentException("Vgg: side must be at least 32, since five poolings halve it, got " + side);
        this.form = form;
        Width w = new Width("Vgg", width);
        int rest = side / 32;
        features = child("features", features(form, w, rng));
        flatten = child("flatten", new Flatten());
        classifier = child("classifier", new Sequential(
            new Linear(w.of(512) * rest * rest, w.of(4096), rng), new Relu(), new Dropout(0.5),
            new Linear(w.of(4096), w.of(4096), rng),              new Relu(), new Dropout(0.5),
            new Linear(w.of(4096), classes, rng)));
        Init.xavierUniform().apply(this, rng);
    }

    private static Layer features(Form form, Width width, RandomGenerator rng) {
        List<Layer> layers = new ArrayList<>();
        int in = 3;
        for (String stage : form.stages) {
            for (String conv : stage.split(" ")) {
                String[] parts = conv.split("/");
                int out = width.of(Integer.parseInt(parts[0]));
                Window window = parts.length == 1 ? Window.of(3).padding(1) : Window.of(Integer.parseInt(parts[1]));
                layers.add(new Conv2d(in, out, window, rng));
                layers.add(new Relu());
                in = out;
            }
            layers.add(new MaxPool2d(2));
        }
        return new Sequential(layers.toArray(Layer[]::new));
    }

    @Override
    protected Tensor forward(Tensor x, Pass pass) {
        return classifier.apply(flatten.apply(features.apply(x, pass), pass), pass);
    }

    @Override
    public String toString() {
        return "Vgg(" + form + ")";
    }
}
