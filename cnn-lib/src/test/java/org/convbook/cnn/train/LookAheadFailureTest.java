package org.convbook.cnn.train;

import static org.convbook.cnn.train.Trainings.assertSame;
import static org.convbook.cnn.train.Trainings.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.cuda.StandIn;
import org.convbook.cnn.io.Safetensors;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Sgd;
import org.convbook.data.Batch;
import org.convbook.data.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong in a training that looks ahead is told where it belongs, and costs no more than without. */
@Tag("stand-in")
class LookAheadFailureTest extends LookAheadTraining {
    /** The image is in the same batch whatever the order; all steps before it count. */
    @Test
    void whatTheDataThrowsIsThrownAtItsBatch() {
        for (int at : new int[] {0, 33, 69}) {
            Seen[] last = {null};
            same(seen -> last[0] = seen.run(new Odd(DIGITS, at, () -> {
                throw new IllegalStateException("image " + at + " is torn");
            })));
            assertEquals("IllegalStateException: image " + at + " is torn", last[0].failure);
        }
    }

    @Test
    void aStepThatFailsIsToldAsItsOwn() {
        Seen[] last = {null};
        same(seen -> last[0] = seen.run(new Odd(DIGITS, 41, () -> { })));
        assertTrue(last[0].failure.matches("ArithmeticException: step [1-5] \\(epoch 1\\) failed: image 41 of the data set holds NaN; a smaller learning rate "
            + "than 0.002 may help. The network is as it was before step [1-5]"), last[0].failure);
        Set<String> steps = new HashSet<>();
        for (int bad = 0; bad < 10; bad += 2) {
            int at = bad;
            same(seen -> {
                seen.trainer.schedule((step, all) -> step == at ? 1e38 : 1);
                return last[0] = seen.run(DIGITS);
            });
            steps.add(String.valueOf(last[0].failure).replaceFirst(" \\(epoch.*", ""));
        }
        assertTrue(steps.size() > 3 && steps.contains("ArithmeticException: step 2"), steps.toString());
    }

    @Test
    void labelsWithoutAClassAreRefusedAtTheirBatch() {
        for (boolean lookAhead : new boolean[] {false, true}) {
            Layer net = Trainings.net().to(backend);
            Sgd sgd = new Sgd(net.parameters(), 0.1);
            List<Batch> all = new ArrayList<>();
            new Loader(DIGITS, 16).iterator().forEachRemaining(all::add);
            Batch bad = new Batch(all.get(1).images(), new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 1, 1, 1, 1, 1}, all.get(1).shape(), all.get(1).indices());
            try (Steps steps = new Steps(net, sgd, new RandomStream(1), new Steps.Goal(backend, org.convbook.cnn.loss.Losses.crossEntropy(), -100), lookAhead)) {
                double first = steps.run(all.get(0)).loss();
                var second = steps.begin(all.get(0));
                steps.ahead(bad);
                assertThrows(IllegalArgumentException.class, () -> steps.begin(bad));
                assertTrue(second.get().loss() < first);
                assertEquals(2, sgd.steps());
                steps.ahead(all.get(0));
                assertTrue(steps.run(all.get(2)).loss() > 0, "another batch than the one that was sent");
            }
        }
    }

    /** Whichever copy fails, the steps before it count, and the network is as they have left it. */
    @Test
    void aCopyThatFailsEndsTheTrainingAtItsStep() {
        Seen clean = new Seen(false).listens(true).run(DIGITS);
        int failures = 0;
        for (int after = 1; after < 40; after += 3) {
            Seen seen = new Seen(true).listens(after % 2 == 0);
            seen.net.to(backend);
            StandIn.fail(StandIn.Fault.UPLOAD, after, 1);
            seen.run(DIGITS);
            StandIn.heal();
            if (seen.failure == null) continue;
            failures++;
            assertEquals("DeviceException: cuda: copying values to host stand-in failed (CUDA_ERROR_INVALID_VALUE)", seen.failure);
            int made = (int) seen.adam.steps();
            assertEquals(clean.told.subList(0, made), seen.told);
            if (made > 0) assertSame(clean.states.get(made - 1), values(seen.net));
        }
        assertTrue(failures > 8, failures + " copies failed");
    }

    /** Without memory for what comes, or for a stream, the training goes on in the plain way. */
    @Test
    void withoutMemoryForItTheTrainingIsTheSame() {
        Seen clean = new Seen(false).listens(true).run(DIGITS);
        StandIn.fail(StandIn.Fault.STREAM, 0, 2);
        new Seen(true).listens(true).run(DIGITS).is(clean);
        List<Batch> all = new ArrayList<>();
        new Loader(DIGITS, 16).packed().iterator().forEachRemaining(all::add);
        for (int full = 0; full < 3; full++) {
            Layer net = Trainings.net().to(backend);
            List<Double> losses = new ArrayList<>();
            List<Double> expected = new ArrayList<>();
            try (Steps steps = new Steps(net, new Sgd(net.parameters(), 0.1), backend, new RandomStream(1))) {
                for (int i = 0; i < 5; i++) {
                    var begun = steps.begin(all.get(i));
                    if (i == full) StandIn.fail(StandIn.Fault.PIN, 0, -2);
                    if (i < 4) steps.ahead(all.get(i + 1));
                    StandIn.heal();
                    losses.add(begun.get().loss());
                }
            }
            Layer again = Trainings.net().to(backend);
            try (Steps steps = new Steps(again, new Sgd(again.parameters(), 0.1), backend, new RandomStream(1))) {
                for (Batch batch : all) expected.add(steps.run(batch).loss());
            }
            assertEquals(expected, losses);
            assertSame(values(again), values(net));
        }
    }

    /** A device that is lost while it looks ahead leaves the last checkpoint whole. */
    @Test
    void aLostDeviceStopsTheTraining() {
        Path file = folder.resolve("last.safetensors");
        Seen seen = new Seen(true);
        seen.trainer.checkpoints(file, 2).schedule((step, steps) -> {
            if (step == 5) StandIn.fail(StandIn.Fault.WAIT, 0, 719);
            return 1;
        });
        assertEquals("cuda: host stand-in was lost (CUDA_ERROR_LAUNCH_FAILED); start the program anew, or go on with another backend",
            assertThrows(DeviceException.class, () -> seen.trainer.fit(DIGITS)).getMessage());
        StandIn.heal();
        assertTrue(Safetensors.read(file).metadata().get("position").startsWith("0 1 5 5 "));
    }
}
