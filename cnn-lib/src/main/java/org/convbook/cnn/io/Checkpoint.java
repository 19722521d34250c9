package org.convbook.cnn.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.tensor.Tensor;

/**
 * Saves the parameters and buffers of a network by path, and loads them into a network of the same shape.
 * <pre>{@code
 * Checkpoint.save(net, Path.of("lenet.safetensors"));
 * Checkpoint.load(net, Path.of("lenet.safetensors"));
 * }</pre>
 * The file is a flat map from path ({@code 0.weight}) to tensor in the safetensors format. It is replaced as a whole: a crash while saving
 * leaves the old one. A checkpoint of another network is an {@link IllegalArgumentException} that lists every difference, a file that cannot
 * be read or is damaged a {@link CheckpointException}; either leaves the network as it was.
 */
public final class Checkpoint {
    /** What the names of a training's own tensors begin with; the weights of a network beside them can be loaded alone. */
    private static final String TRAINING = "training:";

    private Checkpoint() {}

    /** Saves the parameters and buffers of a layer and its parts. */
    public static void save(Layer net, Path file) {
        save(net.state(), Map.of(), file);
    }

    /** Saves tensors by name, for example an optimiser's state beside the parameters, with texts about them. */
    public static void save(Map<String, Tensor> tensors, Map<String, String> metadata, Path file) {
        Map<String, Safetensors.Entry> entries = new LinkedHashMap<>();
        tensors.forEach((name, t) -> entries.put(name, new Safetensors.Entry(t.shape(), t.toArray())));
        Map<String, String> texts = new LinkedHashMap<>(Map.of("format", "convbook"));
        texts.putAll(metadata);
        new Safetensors(entries, texts).write(file);
    }

    /** Loads the parameters and buffers of a layer and its parts, also from the checkpoint of a training. */
    public static void load(Layer net, Path file) {
        load(net.state(), net.toString(), file);
    }

    /** Loads tensors by name and returns the texts saved with them. */
    public static Map<String, String> load(Map<String, Tensor> tensors, Path file) {
        return load(tensors, "what it is loaded into", file);
    }

    private static Map<String, String> load(Map<String, Tensor> tensors, String model, Path file) {
        Safetensors saved = Safetensors.read(file);
        Map<String, Safetensors.Entry> found = new LinkedHashMap<>(saved.tensors());
        if (saved.metadata().containsKey("training")) found.keySet().removeIf(name -> name.startsWith(TRAINING) && !tensors.containsKey(name));
        List<String> differences = differences(tensors, found);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(file + " does not fit " + model + ": " + differences.size()
                + (differences.size() == 1 ? " difference" : " differences") + "\n" + String.join("\n", differences));
        }
        tensors.forEach((name, t) -> t.set(saved.tensors().get(name).values()));
        return saved.metadata();
    }

    /** The differences in names and shapes between tensors and those of a file, a line each; empty if they fit. */
    public static List<String> differences(Map<String, Tensor> model, Map<String, Safetensors.Entry> file) {
        List<String> found = new ArrayList<>();
        model.forEach((name, t) -> {
            Safetensors.Entry saved = file.get(name);
            if (saved == null) found.add("  " + name + " " + t.shape() + " is missing in the file");
            else if (!saved.shape().equals(t.shape())) found.add("  " + name + " is " + saved.shape() + " in the file, expected " + t.shape());
        });
        file.forEach((name, saved) -> {
            if (!model.containsKey(name)) found.add("  " + name + " " + saved.shape() + " is in the file, but not in the model");
        });
        return found;
    }
}
