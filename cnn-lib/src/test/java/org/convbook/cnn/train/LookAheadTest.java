package org.convbook.cnn.train;

import static org.convbook.cnn.train.Trainings.assertSame;
import static org.convbook.cnn.train.Trainings.settled;
import static org.convbook.cnn.train.Trainings.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.cuda.StandIn;
import org.convbook.cnn.io.Safetensors;
import org.convbook.cnn.models.LeNet5;
import org.convbook.data.Dataset;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A training that looks ahead, on the stand-in for a GPU: all that can be seen of it is as without, to the bit. */
@Tag("stand-in")
class LookAheadTest extends LookAheadTraining {
    // ---------------------------------------------------------------- the same bits

    @Test
    void historyAndNetworkAreTheSameToTheBit() {
        Seen[] last = {null};
        same(seen -> last[0] = seen.run(DIGITS));
        assertEquals(10, last[0].history.losses().length);
        assertTrue(last[0].history.last().loss() < last[0].history.epochs().get(0).loss());
    }

    @Test
    void leNetIsTheSameToTheBit() {
        Dataset some = DIGITS.take(40);
        Seen expected = new Seen(false, new LeNet5(10, new Random(3))).run(some);
        for (StandIn.Order order : StandIn.Order.values()) {
            StandIn.order(order);
            new Seen(true, new LeNet5(10, new Random(3))).run(some).is(expected);
        }
    }

    @Test
    void imagesInFloatsAreTheSameToTheBit() {
        Transform nothing = (image, shape, rng) -> { };
        same(seen -> seen.run(DIGITS.map(nothing)));
    }

    /** Results in 16 bits become float32 on the device before they are read. */
    @Test
    void inSixteenBitsAllIsTheSameToTheBit() {
        backend.close();
        backend = StandIn.another(Precision.FP16);
        same(seen -> seen.run(DIGITS));
    }

    @Test
    void imagesThatTheDeviceMovesAreTheSameToTheBit() {
        same(seen -> {
            seen.trainer.augment(Transform.randomCrop(2));
            return seen.run(DIGITS);
        });
    }

    /** The loss of each step is looked at while the next one computes, without anyone who watches: so it must not be the next one's. */
    @Test
    void aScheduleActsOnItsStep() {
        same(seen -> {
            seen.trainer.schedule((step, steps) -> 1.0 / (1 + step) + 1.0 / steps);
            return seen.run(DIGITS);
        });
    }

    @Test
    void withFurtherFitsAndEarlyStoppingTheBitsAreTheSame() {
        same(seen -> {
            seen.trainer.earlyStopping(1).epochs(1);
            seen.run(DIGITS);
            return seen.run(DIGITS.take(50));
        });
    }

    // ---------------------------------------------------------------- checkpoints, interrupts

    /** All files of a folder, without times. */
    private static Map<String, String> files(Path folder) {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Safetensors saved = Safetensors.read(file);
                StringBuilder text = new StringBuilder();
                new TreeMap<>(saved.tensors()).forEach((name, t) -> text.append(name).append(java.util.Arrays.hashCode(t.values())).append('\n'));
                for (String name : List.of("position", "losses", "places", "optimizer")) text.append(saved.metadata().get(name)).append('\n');
                all.put(file.getFileName().toString(), text.toString());
            }
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    @Test
    void checkpointsAreTheSameAndWrittenAfterTheirSteps() throws java.io.IOException {
        List<Map<String, String>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Path own = Files.createDirectory(folder.resolve("" + i));
            Seen seen = new Seen(i > 0).listens(i < 2);
            seen.trainer.checkpoints(own, 3);
            seen.run(DIGITS);
            all.add(files(own));
        }
        assertEquals(List.of("step-000000003.safetensors", "step-000000005.safetensors", "step-000000006.safetensors", "step-000000009.safetensors",
            "step-000000010.safetensors"), List.copyOf(all.get(0).keySet()));
        assertEquals(all.get(0), all.get(1));
        assertEquals(all.get(0), all.get(2));
    }

    /** The interrupt comes while a step is begun: it is made, counts, and is the last; resumed, the training gives the bits of one without a break. */
    @Test
    void anInterruptEndsTheBatchAndKeepsEverything() throws java.io.IOException {
        Seen whole = new Seen(false).run(DIGITS);
        for (int step = 0; step < 10; step++) {
            for (boolean lookAhead : new boolean[] {false, true}) {
                Path own = Files.createDirectory(folder.resolve(step + "-" + lookAhead));
                int last = step;
                Seen seen = new Seen(lookAhead);
                seen.trainer.checkpoints(own).schedule((at, steps) -> {
                    if (at == last) Thread.currentThread().interrupt();
                    return 1;
                });
                seen.run(DIGITS);
                assertEquals(step + 1, seen.history.losses().length);
                assertEquals(step + 1, seen.adam.steps());
                assertTrue(seen.history.stopped());
                Seen rest = new Seen(lookAhead);
                rest.trainer.resume(own);
                rest.run(DIGITS);
                if (step < 9) assertArrayEquals(whole.history.losses(), rest.history.losses());
                assertSame(values(whole.net), values(rest.net));
            }
        }
    }

    // ---------------------------------------------------------------- memory

    @Test
    void everyByteAndEveryStreamComesBack() {
        Seen seen = new Seen(true).run(DIGITS);
        long before = settled(backend);
        backend.close();
        long held = StandIn.bytes();
        int streams = StandIn.streams();
        for (int i = 0; i < 5; i++) seen.run(i == 2 ? new Odd(DIGITS, 20, () -> {
            throw new IllegalStateException();
        }) : DIGITS);
        assertEquals(before, settled(backend));
        backend.close();
        assertEquals(held, StandIn.bytes());
        assertEquals(streams, StandIn.streams());
    }
}
