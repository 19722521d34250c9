package org.convbook.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class LiveDisplayTest {
    private static final long MS = 1_000_000;

    /** Time that stands still until a test moves it. */
    private static final class FakeClock implements Clock {
        private record Task(long at, Runnable run) {}

        private final PriorityQueue<Task> tasks = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
        private long now = 5000 * MS;

        @Override public long now() {
            return now;
        }

        @Override public void later(long nanos, Runnable task) {
            tasks.add(new Task(now + nanos, task));
        }

        void pass(long nanos) {
            long end = now + nanos;
            while (!tasks.isEmpty() && tasks.peek().at <= end) {
                now = tasks.peek().at;
                tasks.poll().run.run();
            }
            now = end;
        }
    }

    private final FakeSink sink = new FakeSink();
    private final FakeClock clock = new FakeClock();
    private final LiveDisplay live = new LiveDisplay(sink, v -> Levels.of(v.toString()), clock);

    @Test void theFirstValueIsShownAtOnce() {
        live.update("a");
        assertEquals(List.of("display: a"), sink.log);
    }

    @Test void whatIsCostlyIsDrawnLessOften() {
        LiveDisplay slow = new LiveDisplay(sink, v -> {
            clock.now += 14 * MS;
            return Levels.of(v.toString());
        }, clock);
        slow.update("a");
        slow.update("b");
        clock.pass(699 * MS);
        assertEquals(List.of("display: a"), sink.log);
        clock.pass(MS);
        assertEquals(List.of("display: a", "update: b"), sink.log);
    }

    @Test void fiveTimesASecondAtMost() {
        for (int i = 0; i < 1000; i++) {
            live.update(i);
            clock.pass(MS);
        }
        assertEquals(List.of("display: 0", "update: 199", "update: 399", "update: 599", "update: 799", "update: 999"), sink.log);
    }

    @Test void theLastValueComesWithoutClose() {
        live.update("a");
        live.update("b");
        live.update("c");
        assertEquals(List.of("display: a"), sink.log);
        clock.pass(200 * MS);
        assertEquals(List.of("display: a", "update: c"), sink.log);
        clock.pass(1000 * MS);
        assertEquals(2, sink.log.size(), "nothing new, nothing sent");
    }

    @Test void afterAPauseItIsShownAtOnceAgain() {
        live.update("a");
        clock.pass(1000 * MS);
        live.update("b");
        clock.pass(0);
        assertEquals(List.of("display: a", "update: b"), sink.log);
    }

    @Test void closeShowsTheLastValueAndNoMore() {
        live.update("a");
        live.update("b");
        live.close();
        live.update("c");
        live.close();
        clock.pass(1000 * MS);
        assertEquals(List.of("display: a", "update: b"), sink.log);
    }

    @Test void allGoToTheSameDisplay() {
        live.update("a");
        live.update("b");
        live.close();
        assertEquals(sink.data.get(0).getDisplayId(), sink.data.get(1).getDisplayId());
        assertTrue(sink.data.get(0).hasDisplayId());
    }

    @Test void suppliersAreAskedOnlyForWhatIsShown() {
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 100; i++) live.update(() -> "v" + asked.incrementAndGet());
        live.close();
        assertEquals(2, asked.get());
        assertEquals(List.of("display: v1", "update: v2"), sink.log);
    }

    @Test void aValueThatCannotBeDrawnSaysWhy() {
        live.update(() -> {
            throw new IllegalStateException("no points");
        });
        assertEquals(List.of("display: cannot be drawn: java.lang.IllegalStateException: no points"), sink.log);
    }

    @Test void manyThreadsLoseNothing() throws InterruptedException {
        LiveDisplay real = new LiveDisplay(sink, v -> Levels.of(v.toString()), Clock.REAL);
        List<Thread> threads = new ArrayList<>();
        AtomicInteger counter = new AtomicInteger();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 500; i++) real.update(() -> counter.incrementAndGet());
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) thread.join();
        real.update("last");
        real.close();
        assertEquals("update: last", sink.log.get(sink.log.size() - 1));
        assertEquals(1, sink.log.stream().filter(l -> l.startsWith("display")).count());
    }
}
