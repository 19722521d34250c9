package org.convbook.cnn.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.io.Checkpoint;
import org.convbook.cnn.io.CheckpointException;
import org.convbook.cnn.io.Safetensors;
import org.convbook.cnn.loss.Loss;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Dataset;

/**
 * The checkpoint of a training: the network under its own names, so that {@code Checkpoint.load} reads it too; behind {@code training:} the
 * optimiser's state and the best weights; and the rest as texts.
 */
final class TrainingFile {
    private static final String BEST = "training:best:";
    private static final String NAME = "step-%09d.safetensors";

    private final Run run;

    TrainingFile(Run run) {
        this.run = run;
    }

    /** What must be the same for a run to go on: name and value. */
    private Map<String, String> about() {
        Settings settings = run.settings();
        Dataset images = run.data().loader().dataset();
        Dataset held = run.data().validation();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("optimizer", run.optimizer().describe());
        all.put("loss", name(settings.lossFor(images)));
        all.put("data", about(images));
        all.put("validation", held == null ? "none" : about(held));
        all.put("batch size", Integer.toString(run.loader().batchSize()));
        all.put("seed", Long.toString(settings.seed));
        all.put("augmentation", settings.augmentation == null ? "none" : "some");
        all.put("plateau", settings.plateau == null ? "none" : settings.plateau.toString());
        all.put("patience", settings.patience == 0 ? "none" : settings.patience + " epochs");
        return all;
    }

    /** What it says of itself, or its class if it says nothing. */
    private static String name(Loss loss) {
        String type = loss.getClass().getName();
        return loss.toString().startsWith(type) ? type.replaceFirst("\\$\\$Lambda.*", "'s function") : loss.toString();
    }

    private static String about(Dataset d) {
        int[] s = d.imageShape();
        return d.name() + ", " + d.size() + " images of " + s[0] + "x" + s[1] + "x" + s[2] + ", " + d.classes().size() + " classes"
            + (d.pixelLabels() ? "" : ", labels " + Integer.toHexString(Arrays.hashCode(d.labels())));
    }

    // ---------------------------------------------------------------- writing

    /** Writes to a file, or into a folder under a name of its own. */
    void write(Path to) {
        Map<String, Safetensors.Entry> all = new LinkedHashMap<>();
        run.tensors().forEach((name, t) -> all.put(name, new Safetensors.Entry(t.shape(), t.toArray())));
        Map<String, Tensor> net = run.net().state();
        run.best().weights().forEach((path, values) -> all.put(BEST + path, new Safetensors.Entry(net.get(path).shape(), values)));
        Map<String, String> texts = new LinkedHashMap<>(Map.of("format", "convbook", "training", "1"));
        about().forEach((what, value) -> texts.put("about." + what, value));
        Position at = run.position();
        texts.put("position", numbers(at.before, at.epoch, at.batch, at.done, at.loss, at.correct, at.counted, at.images));
        texts.put("optimizer", numbers(run.optimizer().steps(), run.optimizer().learningRate()));
        texts.put("early", numbers(run.best().loss, run.best().epoch, run.best().waited));
        texts.put("plateau", run.settings().plateau == null ? "" : numbers(boxed(run.settings().plateau.state())));
        texts.put("epochs", run.history().epochs().stream().map(TrainingFile::text).collect(Collectors.joining("\n")));
        texts.put("losses", text(run.history().losses()));
        texts.put("places", text(run.history().places()));
        Path file = Files.isDirectory(to) ? to.resolve(String.format(Locale.ROOT, NAME, run.optimizer().steps())) : to;
        new Safetensors(all, texts).write(file);
    }

    private static String numbers(Number... values) {
        return Stream.of(values).map(Number::toString).collect(Collectors.joining(" "));
    }

    private static Number[] boxed(double... values) {
        return Arrays.stream(values).boxed().toArray(Number[]::new);
    }

    private static String text(History.Epoch e) {
        return numbers(e.epoch(), e.loss(), e.accuracy(), e.validationLoss(), e.validationAccuracy(),
            e.learningRate(), e.seconds(), e.imagesPerSecond());
    }

    private static String text(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
        for (double v : values) bytes.putDouble(v);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    // ---------------------------------------------------------------- reading

    /** The file, or the newest of a folder. */
    static Path newest(Path from) {
        if (!Files.isDirectory(from)) return from;
        try (Stream<Path> files = Files.list(from)) {
            return files.filter(f -> f.getFileName().toString().matches("step-\\d{9,}\\.safetensors")).max(Comparator.comparing(Path::toString))
                .orElseThrow(() -> new CheckpointException(from + ": holds no checkpoint of a training, step-….safetensors"));
        } catch (IOException e) {
            throw new CheckpointException(from + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Brings the run to where the file was written, or changes nothing and lists every difference. */
    void read(Path from) {
        Path file = newest(from);
        Safetensors saved = Safetensors.read(file);
        Map<String, String> texts = saved.metadata();
        if (!"1".equals(texts.get("training"))) {
            throw new CheckpointException(file + ": is no checkpoint of a training; Checkpoint.load reads the weights alone");
        }
        List<String> differences = new ArrayList<>(Checkpoint.differences(run.tensors(), withoutBest(saved.tensors())));
        about().forEach((what, expected) -> {
            String was = texts.getOrDefault("about." + what, "unknown");
            if (!was.equals(expected)) differences.add("  the " + what + " was " + was + ", now it is " + expected);
        });
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(file + " does not fit this training: " + differences.size()
                + (differences.size() == 1 ? " difference" : " differences") + "\n" + String.join("\n", differences));
        }
        State state = new State(file, texts);
        Map<String, float[]> best = best(saved.tensors(), file);
        run.tensors().forEach((name, t) -> t.set(saved.tensors().get(name).values()));
        state.give(run);
        run.best().weights(best);
    }

    private static Map<String, Safetensors.Entry> withoutBest(Map<String, Safetensors.Entry> all) {
        Map<String, Safetensors.Entry> rest = new LinkedHashMap<>(all);
        rest.keySet().removeIf(name -> name.startsWith(BEST));
        return rest;
    }

    /** The best weights by path: all of them, or none. */
    private Map<String, float[]> best(Map<String, Safetensors.Entry> all, Path file) {
        Map<String, float[]> best = new LinkedHashMap<>();
        if (all.keySet().stream().noneMatch(name -> name.startsWith(BEST))) return best;
        run.net().state().forEach((path, t) -> {
            Safetensors.Entry entry = all.get(BEST + path);
            Shape found = entry == null ? null : entry.shape();
            if (!t.shape().equals(found)) {
                throw new CheckpointException(file + ": " + BEST + path + " is " + (found == null ? "missing" : found) + ", expected " + t.shape());
            }
            best.put(path, entry.values());
        });
        return best;
    }

    /** The numbers of the texts, all read before anything is changed. */
    private static final class State {
        private final double[] position;
        private final double[] optimizer;
        private final double[] early;
        private final double[] plateau;
        private final List<History.Epoch> epochs = new ArrayList<>();
        private final double[] losses;
        private final double[] places;

        State(Path file, Map<String, String> texts) {
            try {
                position = doubles(texts, "position", 8);
                optimizer = doubles(texts, "optimizer", 2);
                early = doubles(texts, "early", 3);
                plateau = texts.get("plateau").isEmpty() ? null : doubles(texts, "plateau", 3);
                for (String line : texts.get("epochs").split("\n")) {
                    if (!line.isEmpty()) epochs.add(epoch(doubles(Map.of("epoch", line), "epoch", 8)));
                }
                losses = packed(texts.get("losses"));
                places = packed(texts.get("places"));
                if (places.length != losses.length) throw new IllegalArgumentException("places");
            } catch (IllegalArgumentException | NullPointerException e) {
                throw new CheckpointException(file
                    + ": its texts are damaged; expected the position, optimizer, early, plateau, epochs, losses and places of a training");
            }
        }

        private static double[] doubles(Map<String, String> texts, String name, int count) {
            double[] values = Stream.of(texts.get(name).split(" ")).mapToDouble(Double::parseDouble).toArray();
            if (values.length != count) throw new IllegalArgumentException(name);
            return values;
        }

        private static double[] packed(String text) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            double[] values = new double[bytes.remaining() / Double.BYTES];
            bytes.asDoubleBuffer().get(values);
            return values;
        }

        private static History.Epoch epoch(double... v) {
            return new History.Epoch((int) v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]);
        }

        void give(Run run) {
            Position at = run.position();
            at.before = (int) position[0];
            at.epoch = (int) position[1];
            at.batch = (int) position[2];
            at.done = (long) position[3];
            at.loss = position[4];
            at.correct = (long) position[5];
            at.counted = (long) position[6];
            at.images = (long) position[7];
            run.optimizer().resume((long) optimizer[0]);
            run.optimizer().learningRate(optimizer[1]);
            run.best().loss = early[0];
            run.best().epoch = (int) early[1];
            run.best().waited = (int) early[2];
            if (plateau != null && run.settings().plateau != null) run.settings().plateau.state(plateau);
            run.history().restore(epochs, places, losses);
        }
    }
}
