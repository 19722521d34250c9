package org.convbook.cnn.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.io.Naming;
import org.convbook.cnn.io.WeightFile;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The public weights of SqueezeNet 1.1 recognise a cat, a cup of coffee and parrots, as they do in a separate implementation: classes, logits and the
 * activations of each stage are those of reference/expected.json.
 */
class SqueezeNetWeightsTest {
    private static final String SHA256 = "85c749700ebffa9025b7a2154be6ecdc554dca0d078031d8875aadbc8396d63a";
    private static final int SIDE = 227;
    private static final double[] MEAN = {104, 117, 123};   // blue, green, red

    /** The parts whose output the stages are, after the ReLU. */
    private static final Map<String, String> STAGES = new LinkedHashMap<>();

    static {
        String[] names = "features.1 conv1 features.2 pool1 features.3 fire2 features.4 fire3 features.5 pool3 features.6 fire4 features.7 fire5"
            .concat(" features.8 pool5 features.9 fire6 features.10 fire7 features.11 fire8 features.12 fire9 classifier.2 "
            + "conv10 classifier.3 pool10")
            .split(" ");
        for (int i = 0; i < names.length; i += 2) STAGES.put(names[i], names[i + 1]);
    }

    private static final Pattern STAGE =
        Pattern.compile("\"(\\w+)\":\\s*\\{\\s*\"shape\":\\s*\\[([\\d,\\s]+)],\\s*\"mean\":\\s*([-\\d.e]+),\\s*\"max\":\\s*([-\\d.e]+)\\s*}");
    private static final Pattern CLASS =
        Pattern.compile("\"index\":\\s*(\\d+),[^}]*\"probability\":\\s*([\\d.e-]+),\\s*\"pool10\":\\s*([\\d.]+)\\s*}");

    private static Path folder() {
        String data = System.getenv("CONVBOOK_DATA");
        assumeTrue(data != null, "CONVBOOK_DATA is not set, so there are no pretrained weights to run");
        Path folder = Path.of(data, "squeezenet-v1.1");
        assumeTrue(Files.isDirectory(folder), folder + " is not there");
        return folder;
    }

    /** Blue, green, red, 0 to 255 minus the mean. */
    private static float[] pixels(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        float[] pixels = new float[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int rgb = image.getRGB(x, y);
                for (int c = 0; c < 3; c++) pixels[(c * SIDE + y) * SIDE + x] = (float) ((rgb >> 8 * c & 0xFF) - MEAN[c]);
            }
        }
        return pixels;
    }

    private static Backend backend(String name) {
        return name.equals("java") ? Backends.java() : Backends.onednn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "onednn"})
    void thePublicWeightsComputeWhatTheyDoElsewhere(String name) throws IOException {
        Path folder = folder();
        SqueezeNet net = new SqueezeNet(SqueezeNet.Version.V1_1, 1000, new Random(1));
        assertSame(Naming.SQUEEZENET_1_1_CAFFE, WeightFile.read(folder.resolve("squeezenet-v1.1.safetensors"), SHA256).into(net));
        net.to(backend(name));
        String[] images = Files.readString(folder.resolve("reference").resolve("expected.json")).split("\"file\":\\s*\"");
        assertEquals(4, images.length);
        for (int i = 1; i < images.length; i++) {
            String file = images[i].substring(0, images[i].indexOf('"'));
            Tensor x = Tensor.of(backend(name), pixels(folder.resolve(file)), 1, 3, SIDE, SIDE);
            Map<String, Tensor> seen = new HashMap<>(Map.of("input", x));
            Tensor logits = net.apply(x, Pass.inference().watch((path, layer, in, out) -> {
                if (STAGES.containsKey(path)) seen.put(STAGES.get(path), out);
            }));
            checkStages(file, images[i], seen);
            checkClasses(file, images[i], logits.toArray(), logits.softmax().toArray());
        }
    }

    /** Means are printed with five decimals, maxima with four. */
    private static void checkStages(String file, String expected, Map<String, Tensor> seen) {
        Matcher stage = STAGE.matcher(expected);
        int stages = 0;
        while (stage.find()) {
            Tensor t = seen.get(stage.group(1));
            String what = file + " " + stage.group(1);
            String sizes = "[1, " + stage.group(2).replaceAll("\\s+", "").replace(",", ", ") + "]";
            assertEquals(sizes.replace("[1, 1000]", "[1, 1000, 1, 1]"), t.shape().toString(), what);
            float[] values = t.toArray();
            double sum = 0;
            double max = Double.NEGATIVE_INFINITY;
            for (float v : values) {
                sum += v;
                max = Math.max(max, v);
            }
            double mean = Double.parseDouble(stage.group(3));
            double largest = Double.parseDouble(stage.group(4));
            assertEquals(mean, sum / values.length, 1e-5 + 1e-5 * Math.abs(mean), what + ": mean");
            assertEquals(largest, max, 1e-4 + 1e-5 * Math.abs(largest), what + ": maximum");
            stages++;
        }
        assertTrue(stages >= 14, stages + " stages were compared");
    }

    private static void checkClasses(String file, String expected, float[] logits, float[] probabilities) {
        Integer[] order = new Integer[logits.length];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, (a, b) -> Float.compare(logits[b], logits[a]));
        Matcher best = CLASS.matcher(expected);
        int found = 0;
        for (; best.find(); found++) {
            int k = Integer.parseInt(best.group(1));
            assertEquals(k, order[found], file + ": class " + found);
            assertEquals(Double.parseDouble(best.group(3)), logits[k], 1e-3, file + ": logit of class " + k);
            assertEquals(Double.parseDouble(best.group(2)), probabilities[k], 1e-4, file + ": probability of class " + k);
        }
        assertEquals(5, found, file + ": classes");
    }
}
