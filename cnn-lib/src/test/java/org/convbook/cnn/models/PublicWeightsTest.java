package org.convbook.cnn.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.io.Naming;
import org.convbook.cnn.io.Safetensors;
import org.convbook.cnn.io.WeightFile;
import org.convbook.cnn.nn.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All names of the public files of a network, as torchvision, timm and Caffe write them, lead to all tensors of ours. */
class PublicWeightsTest {
    private static final Random RNG = new Random(7);

    /** The names of a file, in the order of the network there. */
    private static final class Names {
        final List<String> all = new ArrayList<>();

        Names conv(String path) {
            all.add(path + ".weight");
            return this;
        }

        Names linear(String path) {
            all.add(path + ".weight");
            all.add(path + ".bias");
            return this;
        }

        Names norm(String path) {
            for (String end : List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked")) all.add(path + "." + end);
            return this;
        }

        Names caffe(String path) {
            all.add(path + "_w_0");
            all.add(path + "_b_0");
            return this;
        }
    }

    /** As in torchvision/models/resnet.py. */
    private static Names resNet(int[] blocks, int convolutions) {
        Names names = new Names().conv("conv1").norm("bn1");
        for (int layer = 1; layer <= 4; layer++) {
            for (int block = 0; block < blocks[layer - 1]; block++) {
                String path = "layer" + layer + "." + block;
                for (int c = 1; c <= convolutions; c++) names.conv(path + ".conv" + c).norm(path + ".bn" + c);
                if (block == 0 && (layer > 1 || convolutions == 3)) names.conv(path + ".downsample.0").norm(path + ".downsample.1");
            }
        }
        return names.linear("fc");
    }

    /** As in torchvision/models/densenet.py. */
    private static Names denseNet(int... layers) {
        Names names = new Names().conv("features.conv0").norm("features.norm0");
        for (int block = 1; block <= layers.length; block++) {
            for (int layer = 1; layer <= layers[block - 1]; layer++) {
                String path = "features.denseblock" + block + ".denselayer" + layer;
                names.norm(path + ".norm1").conv(path + ".conv1").norm(path + ".norm2").conv(path + ".conv2");
            }
            if (block < layers.length) names.norm("features.transition" + block + ".norm").conv("features.transition" + block + ".conv");
        }
        return names.norm("features.norm5").linear("classifier");
    }

    private static Names vgg16(String... classifier) {
        Names names = new Names();
        for (int i : new int[] {0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28}) names.linear("features." + i);
        for (String layer : classifier) names.linear(layer);
        return names;
    }

    private static Names caffe(String... layers) {
        Names names = new Names();
        for (String layer : layers) names.caffe(layer);
        return names;
    }

    private static Names caffeSqueezeNet() {
        Names names = caffe("conv1");
        for (int i = 2; i <= 9; i++) names.caffe("fire" + i + "/squeeze1x1").caffe("fire" + i + "/expand1x1").caffe("fire" + i + "/expand3x3");
        return names.caffe("conv10");
    }

    private static Names caffeGoogLeNet() {
        Names names = caffe("conv1/7x7_s2", "conv2/3x3_reduce", "conv2/3x3");
        for (String module : "3a 3b 4a 4b 4c 4d 4e 5a 5b".split(" ")) {
            for (String part : "1x1 3x3_reduce 3x3 5x5_reduce 5x5 pool_proj".split(" ")) names.caffe("inception_" + module + "/" + part);
        }
        return names.caffe("loss3/classifier");
    }

    /** How many tensors there are: those of torchvision's state dictionaries and of the networks' definitions. */
    static Stream<Arguments> files() {
        return Stream.of(
            Arguments.of(new ResNet(18, Shortcut.PROJECT, 0.125, 10, RNG), resNet(new int[] {2, 2, 2, 2}, 2), Naming.RESNET, 122),
            Arguments.of(new ResNet(34, Shortcut.PROJECT, 0.125, 10, RNG), resNet(new int[] {3, 4, 6, 3}, 2), Naming.RESNET, 218),
            Arguments.of(new ResNet(50, Shortcut.PROJECT, 0.125, 10, RNG), resNet(new int[] {3, 4, 6, 3}, 3), Naming.RESNET, 320),
            Arguments.of(new DenseNet(DenseNet.Stem.IMAGENET, 4, new int[] {6, 12, 24, 16}, 10, RNG), denseNet(6, 12, 24, 16), Naming.DENSENET, 727),
            Arguments.of(new Vgg(Vgg.Form.D, 0.125, 32, 10, RNG), vgg16("classifier.0", "classifier.3", "classifier.6"), Naming.OWN, 32),
            Arguments.of(new Vgg(Vgg.Form.D, 0.125, 32, 10, RNG), vgg16("pre_logits.fc1", "pre_logits.fc2", "head.fc"), Naming.VGG_TIMM, 32),
            Arguments.of(new Vgg(Vgg.Form.D, 0.125, 32, 10, RNG), caffe("conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "conv3_3",
                "conv4_1", "conv4_2", "conv4_3", "conv5_1", "conv5_2", "conv5_3", "fc6", "fc7", "fc8"), Naming.VGG16_CAFFE, 32),
            Arguments.of(new AlexNet(AlexNet.Order.POOL_FIRST, 2, 0.125, 67, 10, RNG),
                caffe("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"),
                Naming.ALEXNET_CAFFE, 16),
            Arguments.of(new SqueezeNet(SqueezeNet.Version.V1_0, 0.125, 10, RNG), caffeSqueezeNet(), Naming.SQUEEZENET_1_0_CAFFE, 52),
            Arguments.of(new SqueezeNet(SqueezeNet.Version.V1_1, 0.125, 10, RNG), caffeSqueezeNet(), Naming.SQUEEZENET_1_1_CAFFE, 52),
            Arguments.of(new GoogLeNet(false, 0.125, 79, 10, RNG), caffeGoogLeNet(), Naming.GOOGLENET_CAFFE, 116));
    }

    /** A file of these names, each with the shape of the tensor here that it leads to. */
    private static WeightFile file(Layer net, Names names, Naming naming) {
        Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
        for (String name : names.all) {
            Shape shape = naming.ours(name).map(net.state()::get).map(t -> t.shape()).orElse(Shape.of());
            float[] values = new float[shape.count()];
            for (int i = 0; i < values.length; i++) values[i] = i + tensors.size() * 0.001f;
            tensors.put(name, new Safetensors.Entry(shape, values));
        }
        return new WeightFile(Path.of("public"), tensors);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyTensorFindsItsPlace(Layer net, Names names, Naming naming, int count) {
        assertEquals(count, names.all.size());
        WeightFile file = file(net, names, naming);
        assertSame(naming, file.into(net));
        names.all.forEach(name -> naming.ours(name).ifPresent(ours ->
            assertArrayEquals(file.tensors().get(name).values(), net.state().get(ours).toArray(), name)));
    }

    @Test
    void whatAFileLacksOrHasBesidesIsListed() {
        ResNet net = new ResNet(18, Shortcut.PROJECT, 0.125, 10, RNG);
        Names names = resNet(new int[] {2, 2, 2, 2}, 2).linear("head.extra");
        names.all.remove("layer3.1.bn2.running_var");
        names.all.remove("conv1.weight");
        WeightFile file = file(net, names, Naming.RESNET);
        assertEquals("""
            public, by torchvision's names of ResNet, does not fit ResNet(18): 4 differences
              stem.0.weight [8, 3, 7, 7] is missing in the file
              layer3.1.body.4.runningVar [32] is missing in the file
              head.extra.weight [] is in the file, but not in the model
              head.extra.bias [] is in the file, but not in the model""",
            assertThrows(IllegalArgumentException.class, () -> file.into(net)).getMessage());
    }
}
