package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Lane;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values come and go beside computing as if all were done in order, whichever stream runs ahead. */
@Tag("stand-in")
@SuppressWarnings("try")   // a scope is opened for what it frees
class CudaLaneTest extends OwnStandIn {
    private static final int INVALID_VALUE = 1;
    private static final int OUT_OF_MEMORY = 2;

    private static List<Lane.Load> number(double x) {
        return List.of(Lane.Load.of((float) x, (float) -x));
    }

    private Buffer pair() {
        return backend.fill(Shape.of(2), 0);
    }

    /** In each round the next number is sent before the last one is used, and the result of the one before that is read. */
    @ParameterizedTest @EnumSource
    void eachStepGetsItsOwnValues(StandIn.Order order) {
        StandIn.order(order);
        Buffer x = pair();
        List<Supplier<float[]>> read = new ArrayList<>();
        try (Lane lane = backend.lane(); Recording step = backend.record(() -> backend.affine(x, 0, 0))) {
            assertTrue(lane.send(number(0)));
            for (int i = 0; i < 9; i++) {
                lane.land(List.of(x));
                assertTrue(lane.send(number(i + 1)));
                try (Scope scope = backend.scope()) {
                    step.replay();
                    read.add(lane.read(backend.affine(backend.affine(x, 1, 1), 10, 0)));
                }
                if (i >= 2) assertArrayEquals(new float[] {10 * (i - 1), 10 * (3 - i)}, read.get(i - 2).get());
            }
        }
        assertArrayEquals(new float[] {90, -70}, read.get(8).get(), "it can be read when the lane is closed");
    }

    /** What is not asked for in time waits on the host, not in the place of later values. */
    @ParameterizedTest @EnumSource
    void anyNumberOfResultsMayWait(StandIn.Order order) {
        StandIn.order(order);
        List<Supplier<float[]>> read = new ArrayList<>();
        try (Lane lane = backend.lane()) {
            for (int i = 0; i < 12; i++) read.add(lane.read(backend.fill(Shape.of(i + 1), i)));
        }
        for (int i = 11; i >= 0; i--) {
            float[] expected = new float[i + 1];
            Arrays.fill(expected, i);
            assertArrayEquals(expected, read.get(i).get());
        }
    }

    /** The device's memory for a stage is what an operation that has been queued may still use. */
    @ParameterizedTest @EnumSource
    void aStageDoesNotDisturbWhatUsedItsMemoryBefore(StandIn.Order order) {
        Shape many = Shape.of(200_000);
        try (Lane lane = backend.lane()) {
            backend.fill(Shape.of(1), 0);
            StandIn.order(order);
            Buffer sum;
            try (Scope scope = backend.scope()) {
                sum = backend.affine(backend.fill(many, 3), 2, 1);
                scope.keep(sum);
            }
            float[] other = new float[many.count()];
            assertTrue(lane.send(List.of(Lane.Load.of(other))));
            assertTrue(lane.send(List.of(Lane.Load.of(other))));
            assertTrue(lane.send(List.of(Lane.Load.of(new float[3 * many.count()]))));
            float[] values = backend.download(sum);
            for (float v : values) assertEquals(7, v);
        }
    }

    @ParameterizedTest @EnumSource
    void whatWasSentAndDidNotLandIsDropped(StandIn.Order order) {
        StandIn.order(order);
        Buffer x = pair();
        try (Lane lane = backend.lane()) {
            for (int i = 0; i < 5; i++) lane.send(number(i));
            lane.land(List.of(x));
            assertArrayEquals(new float[] {4, -4}, backend.download(x));
            lane.send(number(8));
        }
        assertArrayEquals(new float[] {4, -4}, backend.download(x));
    }

    @Test
    void bytesAndValuesOfAllSizesComeTogether() {
        Buffer images = backend.fill(Shape.of(2, 1, 3, 5), 0);
        Buffer labels = pair();
        float[] values = new float[256];
        for (int i = 0; i < 256; i++) values[i] = i / 2f;
        byte[] bytes = new byte[30];
        for (int i = 0; i < 30; i++) bytes[i] = (byte) (i * 9);
        int[] moves = new int[16];
        for (int i = 0; i < 16; i++) moves[i] = i % 8 < 3 ? i % 8 : 4 - (i % 8 - 3);   // each row from its right end
        Buffer expected = backend.fill(Shape.of(2, 1, 3, 5), 0);
        try (Lane lane = backend.lane()) {
            for (int[] m : new int[][] {null, moves}) {
                backend.unpack(expected, bytes, values, m);
                assertTrue(lane.send(List.of(new Lane.Load(values, bytes, m), Lane.Load.of(5, 6))));
                lane.land(List.of(images, labels));
                assertArrayEquals(backend.download(expected), backend.download(images));
                assertArrayEquals(new float[] {5, 6}, backend.download(labels));
            }
        }
    }

    @Test
    void itGivesBackEveryByteAndItsStream() {
        backend.fill(Shape.of(1), 0);
        backend.close();
        long held = StandIn.bytes();
        int streams = StandIn.streams();
        long inUse = backend.bytesInUse();
        for (int i = 0; i < 3; i++) {
            Lane lane = backend.lane();
            lane.send(number(1));
            lane.send(List.of(Lane.Load.of(new float[5000])));
            assertTrue(backend.bytesInUse() > inUse + 20_000);
            lane.close();
            lane.close();
            assertFalse(lane.send(number(1)));
        }
        assertEquals(inUse, backend.bytesInUse());
        backend.close();
        assertEquals(held, StandIn.bytes());
        assertEquals(streams, StandIn.streams());
    }

    /** Of the device's memory, and of the host's pinned one; for the first stage or the second: it says so, holds nothing, and all goes on. */
    @Test
    void withoutMemoryItSaysSo() {
        for (StandIn.Fault fault : List.of(StandIn.Fault.ALLOCATE, StandIn.Fault.PIN)) {
            for (int before = 0; before < 2; before++) {
                Buffer x = pair();
                backend.download(x);
                long inUse = backend.bytesInUse();
                try (Lane lane = backend.lane()) {
                    for (int i = 0; i < before; i++) assertTrue(lane.send(List.of(Lane.Load.of(new float[500_000]))));
                    backend.memory.release();
                    StandIn.fail(fault, 0, -OUT_OF_MEMORY);
                    assertFalse(lane.send(List.of(Lane.Load.of(new float[500_000]))), fault + " " + before);
                    StandIn.heal();
                    assertFalse(lane.send(number(1)));
                    assertTrue(backend.bytesInUse() <= inUse);
                    backend.write(x, new float[] {1, 2});
                    assertArrayEquals(new float[] {1, 2}, lane.read(x).get());
                }
            }
        }
        StandIn.fail(StandIn.Fault.STREAM, 0, OUT_OF_MEMORY);
        assertNull(backend.lane());
        assertNull(Backends.java().lane());
    }

    /** Results then come in the plain way, at once. */
    @Test
    void withoutPinnedMemoryResultsAreReadAtOnce() {
        Buffer x = pair();
        backend.download(x);
        try (Lane lane = backend.lane()) {
            StandIn.fail(StandIn.Fault.PIN, 0, -OUT_OF_MEMORY);
            Supplier<float[]> read = lane.read(x);
            StandIn.heal();
            backend.write(x, new float[] {1, 2});
            assertArrayEquals(new float[2], read.get());
        }
    }

    @Test
    void aCopyThatFailsIsNamedAndTheNextOneWorks() {
        Buffer x = pair();
        try (Lane lane = backend.lane()) {
            StandIn.fail(StandIn.Fault.UPLOAD, 0, INVALID_VALUE);
            assertEquals("cuda: copying values to host stand-in failed (CUDA_ERROR_INVALID_VALUE)",
                assertThrows(DeviceException.class, () -> lane.send(number(1))).getMessage());
            assertTrue(lane.send(number(2)));
            lane.land(List.of(x));
            StandIn.fail(StandIn.Fault.DOWNLOAD, 0, INVALID_VALUE);
            assertEquals("cuda: copying values from host stand-in failed (CUDA_ERROR_INVALID_VALUE)",
                assertThrows(DeviceException.class, () -> lane.read(x)).getMessage());
            assertArrayEquals(new float[] {2, -2}, lane.read(x).get());
        }
    }

    @Test
    void aLostDeviceSaysSoAndCanBeLeft() {
        Buffer x = pair();
        try (Lane lane = backend.lane()) {
            lane.send(number(1));
            Supplier<float[]> read = lane.read(x);
            StandIn.fail(StandIn.Fault.WAIT, 0, 719);
            String lost = "cuda: host stand-in was lost (CUDA_ERROR_LAUNCH_FAILED); start the program anew, or go on with another backend";
            assertEquals(lost, assertThrows(DeviceException.class, read::get).getMessage());
            assertEquals(lost, assertThrows(DeviceException.class, read::get).getMessage());
            assertEquals(lost, assertThrows(DeviceException.class, () -> lane.send(number(1))).getMessage());
            assertEquals(lost, assertThrows(DeviceException.class, () -> lane.land(List.of(x))).getMessage());
        }
    }
}
