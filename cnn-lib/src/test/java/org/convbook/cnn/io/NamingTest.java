package org.convbook.cnn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names on the left are those in torchvision's and timm's state dictionaries and in the Caffe definitions of the networks. */
class NamingTest {
    private static Naming named(String part) {
        return Naming.all().stream().filter(n -> n.toString().contains(part)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "ResNet, conv1.weight, stem.0.weight",
        "ResNet, bn1.running_mean, stem.1.runningMean",
        "ResNet, layer1.0.conv1.weight, layer1.0.body.0.weight",
        "ResNet, layer4.1.bn2.running_var, layer4.1.body.4.runningVar",
        "ResNet, layer3.5.conv3.weight, layer3.5.body.6.weight",
        "ResNet, layer3.5.bn3.bias, layer3.5.body.7.bias",
        "ResNet, layer2.0.downsample.0.weight, layer2.0.shortcut.0.weight",
        "ResNet, layer2.0.downsample.1.weight, layer2.0.shortcut.1.weight",
        "ResNet, fc.bias, head.2.bias",
        "DenseNet, features.conv0.weight, stem.0.weight",
        "DenseNet, features.norm0.weight, stem.1.weight",
        "DenseNet, features.denseblock3.denselayer24.norm1.weight, block3.23.body.0.weight",
        "DenseNet, features.denseblock3.denselayer24.conv1.weight, block3.23.body.2.weight",
        "DenseNet, features.denseblock1.denselayer1.norm2.running_mean, block1.0.body.3.runningMean",
        "DenseNet, features.denseblock1.denselayer1.conv.2.weight, block1.0.body.5.weight",
        "DenseNet, features.transition2.norm.bias, transition2.0.bias",
        "DenseNet, features.transition2.conv.weight, transition2.2.weight",
        "DenseNet, features.norm5.weight, head.0.weight",
        "DenseNet, classifier.weight, head.4.weight",
        "timm's names of VGG, features.28.weight, features.28.weight",
        "timm's names of VGG, pre_logits.fc2.bias, classifier.3.bias",
        "timm's names of VGG, head.fc.weight, classifier.6.weight",
        "VGG-16, conv1_1.weight, features.0.weight",
        "VGG-16, conv2_2.weight, features.7.weight",
        "VGG-16, conv3_3.bias, features.14.bias",
        "VGG-16, conv5_3_w_0, features.28.weight",
        "VGG-16, fc8_b_0, classifier.6.bias",
        "AlexNet, conv3_w_0, features.6.weight",
        "AlexNet, conv5_b_0, features.10.bias",
        "AlexNet, fc6_w_0, classifier.0.weight",
        "SqueezeNet 1.0, fire4/expand3x3_w_0, features.5.expand3x3.weight",
        "SqueezeNet 1.0, fire8/squeeze1x1_b_0, features.10.squeeze.bias",
        "SqueezeNet 1.0, fire9/expand1x1_w_0, features.12.expand1x1.weight",
        "SqueezeNet 1.1, conv1.weight, features.0.weight",
        "SqueezeNet 1.1, fire2/squeeze1x1.weight, features.3.squeeze.weight",
        "SqueezeNet 1.1, fire5/expand3x3.bias, features.7.expand3x3.bias",
        "SqueezeNet 1.1, fire9/expand1x1.weight, features.12.expand1x1.weight",
        "SqueezeNet 1.1, conv10.bias, classifier.1.bias",
        "GoogLeNet, conv1/7x7_s2_w_0, stem.0.weight",
        "GoogLeNet, conv2/3x3_reduce_b_0, stem.4.bias",
        "GoogLeNet, conv2/3x3_w_0, stem.6.weight",
        "GoogLeNet, inception_3a/1x1_w_0, inception3a.conv1x1.weight",
        "GoogLeNet, inception_4e/5x5_reduce_w_0, inception4e.reduce5x5.weight",
        "GoogLeNet, inception_5b/pool_proj_b_0, inception5b.project.bias",
        "GoogLeNet, loss3/classifier_w_0, head.3.weight",
        "GoogLeNet, loss1/fc_w_0, aux1.4.weight",
        "own, features.3.squeeze.weight, features.3.squeeze.weight",
        "own, body.0.runningMean, body.0.runningMean",
        "own, anything at all, anything at all"})
    void aPublicNameLeadsToItsTensorHere(String naming, String theirs, String ours) {
        assertEquals(Optional.of(ours), named(naming).ours(theirs));
    }

    @Test
    void theCountOfBatchesIsLeftOutByAllAndSaidByNone() {
        for (Naming naming : Naming.all()) assertEquals(Optional.empty(), naming.ours("layer1.0.bn1.num_batches_tracked"), naming.toString());
        assertTrue(Naming.all().stream().map(Naming::toString).distinct().count() == Naming.all().size(), "each has a name of its own");
    }
}
