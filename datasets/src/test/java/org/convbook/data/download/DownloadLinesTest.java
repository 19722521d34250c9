package org.convbook.data.download;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DownloadLinesTest {
    private final List<String> lines = new ArrayList<>();
    private long now = 1000;
    private final DownloadListener listener = new DownloadLines(lines::add, () -> now);

    /** So many bytes a second, for so many seconds; returns what is done. */
    private long run(String file, long done, long rate, int seconds, long total) {
        for (int s = 0; s < seconds && done < total; s++) {
            listener.progress(file, done, total);
            done = Math.min(total, done + rate);
            now++;
        }
        listener.progress(file, done, total);
        return done;
    }

    @Test void aQuickDownloadSaysNothing() {
        run("mnist.gz", 0, 4_000_000, 4, 9_912_422);
        run("labels.gz", 0, 4_000_000, 4, 4_542);
        assertEquals(List.of(), lines);
    }

    @Test void aSlowOneSaysEverMoreRarelyHowLongItStillTakes() {
        run("cifar.tar.gz", 0, 70_000, 3600, 170_052_171);
        assertEquals(List.of("cifar.tar.gz: 0.4 of 170.1 MB, about 40 minutes left", "cifar.tar.gz: 0.7 of 170.1 MB, about 40 minutes left",
            "cifar.tar.gz: 1.4 of 170.1 MB, about 40 minutes left", "cifar.tar.gz: 2.8 of 170.1 MB, about 40 minutes left"), lines.subList(0, 4));
        assertEquals("cifar.tar.gz: 89.6 of 170.1 MB, about 19 minutes left", lines.get(8));
        assertEquals(9, lines.size());
    }

    @Test void aBeginningThatWasThereIsNotCountedAsSpeed() {
        run("cifar.tar.gz", 169_000_000, 70_000, 6, 170_052_171);
        assertEquals(List.of("cifar.tar.gz: 169.4 of 170.1 MB, about 10 s left"), lines);
    }

    @Test void oneThatStartsOverIsMeasuredAnew() {
        run("cifar.tar.gz", 1_000_000, 70_000, 3, 170_052_171);
        run("cifar.tar.gz", 0, 1_000_000, 6, 170_052_171);
        assertEquals(List.of("cifar.tar.gz: 5.0 of 170.1 MB, about 3 minutes left"), lines);
    }

    @Test void oneThatBringsNothingHasNoEndToSay() {
        run("cifar.tar.gz", 1000, 0, 60, 170_052_171);
        assertEquals(List.of(), lines);
    }
}
