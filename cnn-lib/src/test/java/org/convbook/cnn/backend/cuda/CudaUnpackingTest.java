package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.convbook.cnn.train.History;
import org.convbook.cnn.train.Trainer;
import org.convbook.data.Batch;
import org.convbook.data.ByteImages;
import org.convbook.data.Dataset;
import org.convbook.data.Loader;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images go to the device as bytes, and are normalised and augmented there to the very values that the host makes. */
@Tag("stand-in")
class CudaUnpackingTest {
    private static final Transform AUGMENTATION = Transform.randomCrop(2).then(Transform.randomFlip()).then(Transform.cutout(4));

    @BeforeEach
    void standsIn() {
        StandIn.required();
    }

    @AfterEach
    void heals() {
        StandIn.heal();
        assertTrue(StandIn.intact());
    }

    private static Dataset images(int count) {
        Random rng = new Random(4);
        byte[] pixels = new byte[count * 3 * 8 * 10];
        byte[] labels = new byte[count];
        rng.nextBytes(pixels);
        for (int i = 0; i < labels.length; i++) labels[i] = (byte) (i % 3);
        return new ByteImages(new ByteImages.About("noise", "generated", true, List.of("a", "b", "c"), List.of(3, 8, 10)), pixels, labels)
            .map(Transform.normalize(new double[] {0.4, 0.5, 0.6}, new double[] {0.2, 0.3, 0.25}));
    }

    @Test
    void theDeviceMakesTheValuesOfTheHost() {
        Backend backend = StandIn.backend();
        for (Loader loader : List.of(new Loader(images(20), 8).shuffle(1), new Loader(images(20), 8).augment(AUGMENTATION))) {
            for (Batch batch : loader.packed()) {
                Tensor x = Tensor.full(backend, 7, org.convbook.cnn.backend.Shape.of(batch.shape()));
                x.unpack(batch.packed().bytes(), batch.packed().values(), batch.packed().moves());
                assertArrayEquals(batch.images(), x.toArray());
            }
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Tensor x = Tensor.zeros(1, 1, 2, 2).to(StandIn.backend());
        assertEquals("unpack: 4 bytes, 256 values and 3 moves do not make images [1, 1, 2, 2]",
            assertThrows(ShapeException.class, () -> x.unpack(new byte[4], new float[256], new int[3])).getMessage());
        assertFalse(Backends.java().unpacks());
    }

    private static double[] losses(Backend backend, Supplier<Dataset> images) {
        Random rng = new Random(2);
        Layer net = new Sequential(new Conv2d(3, 4, Window.of(3), rng), new Relu(), new MaxPool2d(2), new Flatten(), new Linear(4 * 3 * 4, 3, rng));
        History history = new Trainer(net, new Sgd(net.parameters(), 0.05, 0.9)).on(backend).epochs(2).batchSize(8).seed(3).augment(AUGMENTATION)
            .fit(images.get());
        return history.losses();
    }

    /** Augmentation on the device changes nothing: a set whose images are no bytes takes the host's way. */
    @Test
    void aTrainingGivesTheSameBitsEitherWay() {
        Dataset bytes = images(40);
        Transform nothing = (image, shape, rng) -> { };
        double[] device = losses(StandIn.another(Precision.FP32), () -> bytes);
        double[] host = losses(StandIn.another(Precision.FP32), () -> bytes.map(nothing));
        assertArrayEquals(host, device);
        assertArrayEquals(losses(Backends.java(), () -> bytes), device, 1e-4);
    }

    @Test
    void aCopyThatFailsIsNamedAndTheNextOneWorks() {
        Tensor x = Tensor.zeros(1, 1, 1, 2).to(StandIn.backend());
        float[] values = new float[256];
        values[3] = 1.5f;
        StandIn.fail(StandIn.Fault.UPLOAD, 1, 1);
        assertEquals("cuda: copying values to host stand-in failed (CUDA_ERROR_INVALID_VALUE)",
            assertThrows(org.convbook.cnn.backend.DeviceException.class, () -> x.unpack(new byte[] {3, 0}, values, null)).getMessage());
        x.unpack(new byte[] {3, 0}, values, null);
        assertArrayEquals(new float[] {1.5f, 0}, x.toArray());
    }
}
