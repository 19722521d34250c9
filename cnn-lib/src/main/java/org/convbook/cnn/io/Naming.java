package org.convbook.cnn.io;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How public files name the tensors of a network, and what these are called here: a few rules, of which the first that fits a name counts. The
 * ends of names are the same for all: {@code running_mean} and {@code running_var} are {@code runningMean} and {@code runningVar};
 * {@code num_batches_tracked} is left out; {@code _w_0} and {@code _b_0}, in ONNX files that came from Caffe, are {@code .weight} and {@code .bias}.
 */
public final class Naming {
    /** The network's own names; those of torchvision's VGG and SqueezeNet are the same. */
    public static final Naming OWN = new Naming("its own names");

    /** ResNet in torchvision and timm. */
    public static final Naming RESNET = new Naming("torchvision's names of ResNet",
        rule("conv1", "stem.0"), rule("bn1", "stem.1"), rule("fc", "head.2"),
        rule("(layer\\d+\\.\\d+)\\.conv(\\d)", m -> m.group(1) + ".body." + 3 * (number(m, 2) - 1)),
        rule("(layer\\d+\\.\\d+)\\.bn(\\d)", m -> m.group(1) + ".body." + (3 * (number(m, 2) - 1) + 1)),
        rule("(layer\\d+\\.\\d+)\\.downsample(\\.\\d)", "$1.shortcut$2"));

    /** DenseNet in torchvision and timm; torchvision's older files write {@code norm.1} for {@code norm1}. */
    public static final Naming DENSENET = new Naming("torchvision's names of DenseNet",
        rule("features\\.conv0", "stem.0"), rule("features\\.norm0", "stem.1"), rule("features\\.norm5", "head.0"), rule("classifier", "head.4"),
        rule("features\\.denseblock(\\d+)\\.denselayer(\\d+)\\.(norm|conv)\\.?([12])", m -> "block" + m.group(1) + "." + (number(m, 2) - 1) + ".body."
            + (3 * (number(m, 4) - 1) + (m.group(3).equals("conv") ? 2 : 0))),
        rule("features\\.transition(\\d+)\\.norm", "transition$1.0"), rule("features\\.transition(\\d+)\\.conv", "transition$1.2"));

    /** VGG in timm, which makes convolutions of the fully connected layers. */
    public static final Naming VGG_TIMM = new Naming("timm's names of VGG",
        rule("(features\\.\\d+)", "$1"), rule("pre_logits\\.fc1", "classifier.0"), rule("pre_logits\\.fc2", "classifier.3"),
            rule("head\\.fc", "classifier.6"));

    /** VGG-16 in Caffe and ONNX. */
    public static final Naming VGG16_CAFFE = new Naming("Caffe's names of VGG-16",
        rule("conv([12])_(\\d)", m -> "features." + (5 * (number(m, 1) - 1) + 2 * (number(m, 2) - 1))),
        rule("conv([345])_(\\d)", m -> "features." + (7 * number(m, 1) - 11 + 2 * (number(m, 2) - 1))),
        rule("fc([678])", m -> "classifier." + 3 * (number(m, 1) - 6)));

    /** AlexNet in Caffe and ONNX. (torchvision's AlexNet is another network: fewer filters and no normalisation.) */
    public static final Naming ALEXNET_CAFFE = new Naming("Caffe's names of AlexNet",
        rule("conv([123])", m -> "features." + 3 * (number(m, 1) - 1)), rule("conv4", "features.8"), rule("conv5", "features.10"),
        rule("fc([678])", m -> "classifier." + 3 * (number(m, 1) - 6)));

    /** SqueezeNet 1.0 in Caffe and ONNX. */
    public static final Naming SQUEEZENET_1_0_CAFFE = new Naming("Caffe's names of SqueezeNet 1.0",
        rule("conv1", "features.0"), rule("conv10", "classifier.1"), fire("[234]", 1), fire("[5678]", 2), fire("9", 3));

    /** SqueezeNet 1.1 in Caffe and ONNX. */
    public static final Naming SQUEEZENET_1_1_CAFFE = new Naming("Caffe's names of SqueezeNet 1.1",
        rule("conv1", "features.0"), rule("conv10", "classifier.1"), fire("[23]", 1), fire("[45]", 2), fire("[6789]", 3));

    /** GoogLeNet in Caffe and ONNX. (torchvision's GoogLeNet is another network: batch normalisation, and 3x3 instead of 5x5.) */
    public static final Naming GOOGLENET_CAFFE = new Naming("Caffe's names of GoogLeNet",
        rule("conv1/7x7_s2", "stem.0"), rule("conv2/3x3_reduce", "stem.4"), rule("conv2/3x3", "stem.6"),
        rule("inception_(\\d[a-e])/(\\dx\\d)", "inception$1.conv$2"), rule("inception_(\\d[a-e])/(\\dx\\d)_reduce", "inception$1.reduce$2"),
        rule("inception_(\\d[a-e])/pool_proj", "inception$1.project"), rule("loss3/classifier", "head.3"),
        rule("loss([12])/conv", "aux$1.1"), rule("loss([12])/fc", "aux$1.4"), rule("loss([12])/classifier", "aux$1.7"));

    private static final List<Naming> ALL =
        List.of(OWN, RESNET, DENSENET, VGG_TIMM, VGG16_CAFFE, ALEXNET_CAFFE, SQUEEZENET_1_0_CAFFE, SQUEEZENET_1_1_CAFFE, GOOGLENET_CAFFE);

    private static final Pattern END = Pattern.compile("(.+?)(?:\\.(weight|bias|running_mean|running_var|num_batches_tracked)|_([wb])_0)");

    private final String name;
    private final List<Rule> rules;

    /** What the path of a layer is here if it fits a pattern there. */
    private record Rule(Pattern there, Function<MatchResult, String> here) {}

    private Naming(String name, Rule... rules) {
        this.name = name;
        this.rules = List.of(rules);
    }

    private static Rule rule(String there, Function<MatchResult, String> here) {
        return new Rule(Pattern.compile(there), here);
    }

    private static Rule rule(String there, String here) {
        Pattern pattern = Pattern.compile(there);
        return new Rule(pattern, m -> pattern.matcher(m.group()).replaceFirst(here));
    }

    /** Some fire modules, before which so many other parts are not counted there: pooling comes between them. */
    private static Rule fire(String numbers, int poolings) {
        return rule("fire(" + numbers + ")/(squeeze|expand3x3|expand1x1)(?:1x1)?", m -> "features." + (number(m, 1) + poolings) + "." + m.group(2));
    }

    private static int number(MatchResult m, int group) {
        return Integer.parseInt(m.group(group));
    }

    /** All namings that are known. */
    public static List<Naming> all() {
        return ALL;
    }

    /** What a tensor of a file is called here; nothing if no network here has its like. A name that no rule fits stays as it is. */
    public Optional<String> ours(String theirs) {
        Matcher end = END.matcher(theirs);
        if (!end.matches()) return Optional.of(theirs);
        String path = path(end.group(1));
        String kind = end.group(2) != null ? end.group(2) : end.group(3).equals("w") ? "weight" : "bias";
        return switch (kind) {
            case "num_batches_tracked" -> Optional.empty();
            case "running_mean" -> Optional.of(path + ".runningMean");
            case "running_var" -> Optional.of(path + ".runningVar");
            default -> Optional.of(path + "." + kind);
        };
    }

    private String path(String theirs) {
        for (Rule rule : rules) {
            Matcher m = rule.there.matcher(theirs);
            if (m.matches()) return rule.here.apply(m.toMatchResult());
        }
        return theirs;
    }

    /** For example {@code torchvision's names of ResNet}. */
    @Override
    public String toString() {
        return name;
    }
}
