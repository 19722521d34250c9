package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.convbook.cnn.backend.Algorithms;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A device that fails says what failed, in one sentence; what is not lost goes on. */
@Tag("stand-in")
@SuppressWarnings("try")   // a scope is opened for what it frees
class CudaFaultTest extends OwnStandIn {
    private static final int INVALID_VALUE = 1;
    private static final int ILLEGAL_ADDRESS = 700;
    private static final int LAUNCH_FAILED = 719;

    private static void says(String sentence, Executable call) {
        assertEquals(sentence, assertThrows(DeviceException.class, call).getMessage());
    }

    private Buffer numbers() {
        return backend.upload(Shape.of(3), new float[] {1, 2, 3});
    }

    private void stillWorks() {
        assertArrayEquals(new float[] {3, 5, 7}, backend.download(backend.affine(numbers(), 2, 1)));
    }

    @Test
    void aLaunchThatFailsIsNamedAndTheNextOneWorks() {
        Buffer x = numbers();
        StandIn.fail(StandIn.Fault.LAUNCH, 0, INVALID_VALUE);
        says("cuda: launching the kernel affine failed (CUDA_ERROR_INVALID_VALUE)", () -> backend.affine(x, 2, 1));
        stillWorks();
    }

    @Test
    void aCopyThatFailsIsNamedAndTheNextOneWorks() {
        StandIn.fail(StandIn.Fault.UPLOAD, 0, INVALID_VALUE);
        says("cuda: copying values to host stand-in failed (CUDA_ERROR_INVALID_VALUE)", this::numbers);
        Buffer x = numbers();
        StandIn.fail(StandIn.Fault.DOWNLOAD, 0, INVALID_VALUE);
        says("cuda: copying values from host stand-in failed (CUDA_ERROR_INVALID_VALUE)", () -> backend.download(x));
        assertArrayEquals(new float[] {1, 2, 3}, backend.download(x));
        stillWorks();
    }

    @Test
    void aConvolutionThatFailsIsNamedAndTheNextOneWorks() {
        Shape s = Shape.of(1, 2, 4, 4);
        ConvShape shape = new ConvShape(s, Shape.of(2, 2, 3, 3), s, 1, 1, 1, 1);
        Buffer x = backend.fill(s, 1);
        Buffer w = backend.fill(shape.weight(), 1);
        StandIn.fail(StandIn.Fault.CONVOLVE, 0, INVALID_VALUE);
        says("cuda: a convolution by cuDNN failed (CUDNN_STATUS_EXECUTION_FAILED)", () -> backend.conv(shape, x, w, null));
        assertEquals(18, backend.download(backend.conv(shape, x, w, null))[5]);
        StandIn.fail(StandIn.Fault.CONVOLVE, 0, INVALID_VALUE);
        Buffer m = backend.fill(Shape.of(2, 2), 1);
        says("cuda: a matrix product by cuBLAS failed (status 13)", () -> backend.matmul(m, false, m, false, null));
        stillWorks();
    }

    @Test
    void withoutMemoryTheTensorIsNamedAndNothingIsLost() {
        Buffer x = numbers();
        try (Scope scope = backend.scope()) {
            backend.fill(Shape.of(256, 1024), 1);
            StandIn.limit(StandIn.bytes() + (1 << 20));
            String held = String.format(java.util.Locale.ROOT, "%.1f MiB", backend.bytesInUse() / 1048576.0);
            String total = String.format(java.util.Locale.ROOT, "%.1f MiB", (StandIn.bytes() + (1 << 20)) / 1048576.0);
            DeviceException e = assertThrows(DeviceException.class, () -> backend.fill(Shape.of(64, 3, 224, 224), 0));
            assertEquals("cuda: no memory for a tensor [64, 3, 224, 224], 40.0 MiB; tensors hold " + held + " of the device's " + total,
                e.getMessage());
            stillWorks();
        }
        assertArrayEquals(new float[] {1, 2, 3}, backend.download(x));
        StandIn.heal();
        backend.fill(Shape.of(64, 3, 224, 224), 0);
    }

    /** Whatever allocation of a training step fails, the step after it is as if nothing had happened. */
    @Test
    void aTrainingStepThatRunsOutOfMemoryLeavesTheModelUsable() {
        Layer net = new LeNet5(10, new Random(3)).to(backend);
        Sgd sgd = new Sgd(net.parameters(), 0.1, 0.9, 0, false);
        Tensor x = Tensor.of(backend, new float[4 * 28 * 28], 4, 1, 28, 28);
        Tensor labels = Tensor.of(backend, new float[] {1, 2, 3, 4}, 4);
        step(net, sgd, x, labels);
        backend.close();   // nothing waits any more, so that all is allocated anew
        int failures = 0;
        for (int after = 0; after < 60; after += 7) {
            long before = backend.bytesInUse();
            StandIn.fail(StandIn.Fault.ALLOCATE, after, -2);
            try {
                step(net, sgd, x, labels);
            } catch (DeviceException e) {
                failures++;
                assertTrue(e.getMessage().startsWith("cuda: no memory for "), e.getMessage());
            }
            StandIn.heal();
            assertTrue(backend.bytesInUse() <= before, "a step that failed holds nothing");
            backend.close();
        }
        assertTrue(failures > 5, failures + " allocations failed");
        assertTrue(Double.isFinite(step(net, sgd, x, labels)));
    }

    private double step(Layer net, Sgd sgd, Tensor x, Tensor labels) {
        try (Scope scope = backend.scope()) {
            Tensor loss = Losses.crossEntropy(net.apply(x, Pass.training(new Random(1))), labels);
            sgd.step(loss.backward());
            return loss.item();
        }
    }

    @Test
    void aRecordedStepThatCannotBeCapturedLeavesNoCaptureOpen() {
        Buffer x = numbers();
        try (Recording recording = backend.record(() -> backend.affine(backend.affine(x, 2, 0), 3, 0))) {
            StandIn.fail(StandIn.Fault.LAUNCH, 1, INVALID_VALUE);
            says("cuda: launching the kernel affine failed (CUDA_ERROR_INVALID_VALUE)", recording::replay);
            stillWorks();
            recording.replay();
        }
        assertEquals(0, StandIn.graphs());
    }

    @Test
    void aLostDeviceSaysSoFromThenOn() {
        Buffer x = numbers();
        for (int code : new int[] {LAUNCH_FAILED, ILLEGAL_ADDRESS}) {
            CudaBackend other = StandIn.another(Precision.FP32);
            Buffer y = other.fill(Shape.of(2), 1);
            StandIn.fail(StandIn.Fault.WAIT, 0, code);
            String lost = "cuda: host stand-in was lost (" + (code == LAUNCH_FAILED ? "CUDA_ERROR_LAUNCH_FAILED" : "CUDA_ERROR_ILLEGAL_ADDRESS")
                + "); start the program anew, or go on with another backend";
            says(lost, () -> other.download(y));
            says(lost, () -> other.affine(y, 1, 0));
            says(lost, () -> other.fill(Shape.of(2), 0));
            try (Scope scope = other.scope()) {   // what is open can still be closed
                says(lost, () -> other.upload(Shape.of(1), new float[1]));
            }
            other.close();
            StandIn.heal();
        }
        assertArrayEquals(new float[] {1, 2, 3}, backend.download(x), "another device is not touched");
    }

    @Test
    void aDeviceThatIsNotThereIsNamed() {
        says("cuda: no device 3; there is 1, which has the number 0", () -> CudaBackend.open(3, Precision.FP32, Algorithms.SAME_BITS));
        Backend same = StandIn.another(Precision.FP32);
        assertEquals("cuda:0", same.name());
    }
}
