package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** Interrupts that come at an unlucky moment: none is lost. */
class CellRunnerTest {
    private final CountDownLatch looks = new CountDownLatch(1), mayLook = new CountDownLatch(1);
    private final CellHost slow = new CellHost() {
        @Override public int poll() {
            return 0;
        }

        @Override public boolean look() {
            looks.countDown();
            await(mayLook);
            return false;
        }

        @Override public String ask(Origin origin, String prompt, boolean password) {
            return null;
        }
    };
    private final CellRunner runner = new CellRunner(new CellRunner.Force() {
        @Override public void stop(Thread worker) {
        }

        @Override public void allow() {
        }
    }, slow);

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Object> call(Callable<?> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return runner.call(work);
            } catch (Throwable t) {
                throw new IllegalStateException(t);
            }
        });
    }

    @Test void anInterruptBetweenTheEndOfCodeAndTheThreadThatWaitsForItEndsTheCell() throws Exception {
        runner.open();
        CountDownLatch end = new CountDownLatch(1);
        var first = call(() -> {
            await(end);
            return 1;
        });
        await(looks);                 // the waiting thread is held up
        end.countDown();
        Thread.sleep(200);            // the code has ended
        runner.interrupt();
        mayLook.countDown();
        assertEquals(1, first.get(60, TimeUnit.SECONDS));
        assertThrows(StoppedException.class, () -> runner.call(() -> 2));
    }

    @Test void anInterruptThatTheCodeDoesNotTakeEndsTheRestOfTheCell() throws Throwable {
        mayLook.countDown();
        runner.open();
        assertEquals(1, runner.call(() -> {
            runner.interrupt();
            return 1;
        }));
        assertThrows(StoppedException.class, () -> runner.call(() -> 2));
        assertEquals(3, runner.call(() -> 3), "one interrupt ends one cell");
    }

    @Test void anInterruptThatTheCodeTakesLetsTheCellGoOn() throws Throwable {
        mayLook.countDown();
        runner.open();
        assertEquals(true, runner.call(() -> {
            runner.interrupt();
            return Thread.interrupted();
        }));
        assertEquals(2, runner.call(() -> 2));
    }
}
