package org.convbook.cnn.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.io.Checkpoint;
import org.convbook.cnn.io.Safetensors;
import org.convbook.cnn.tensor.Tensor;

/** The test of saving and loading that every layer has. */
public final class SaveAndLoad {
    private SaveAndLoad() {}

    /** A layer saved from one network and loaded into another, drawn from other numbers, computes the same; names are those of its paths. */
    public static void verify(Layer saved, Layer fresh, int... inputShape) {
        float[] values = new float[Shape.of(inputShape).count()];
        Random rng = new Random(3);
        for (int i = 0; i < values.length; i++) values[i] = (float) rng.nextGaussian();
        Tensor x = Tensor.of(values, inputShape);
        Path file = null;
        try {
            file = Files.createTempFile("layer", ".safetensors");
            Layer from = new Sequential(saved);
            Layer to = new Sequential(fresh);
            float[] expected = from.apply(x, Pass.inference()).toArray();
            if (!from.parameters().isEmpty()) {
                assertFalse(Arrays.equals(expected, to.apply(x, Pass.inference()).toArray()), "two layers from other numbers differ");
            }
            Checkpoint.save(from, file);
            assertEquals(from.state().keySet(), Safetensors.read(file).tensors().keySet());
            Checkpoint.load(to, file);
            assertArrayEquals(expected, to.apply(x, Pass.inference()).toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (file != null) file.toFile().delete();
        }
    }
}
