package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir Path folder;

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private Path empty(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "{\"cells\": [], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}");
    }

    @Test void withoutACommandTheCommandsAreListed() {
        assertEquals(0, run());
        assertTrue(out.toString().contains("report") && out.toString().contains("doctor"), out.toString());
    }

    @Test void theVersionNamesTheJdk() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().matches("(?s)ConvBook \\d+\\.\\d+\\.\\d+, JDK \\d+ .*"), out.toString());
    }

    @Test void anUnknownCommandIsOneSentence() {
        assertEquals(2, run("reprot"));
        assertEquals("convbook: Unmatched argument at index 0: 'reprot'; see convbook --help\n", err.toString());
    }

    @Test void aMissingNotebookIsOneSentence() {
        assertEquals(1, run("report", "gone.ipynb"));
        assertEquals("convbook: there is no notebook gone.ipynb\n", err.toString());
    }

    @Test void noNotebookAtAllIsMisuse() {
        assertEquals(2, run("run"));
        assertEquals("convbook: Missing required parameter: 'NOTEBOOK'; see convbook run --help\n", err.toString());
    }

    @Test void aTimeoutOfZeroIsRefused() throws IOException {
        assertEquals(1, run("run", "--timeout", "0", empty("a.ipynb").toString()));
        assertEquals("convbook: --timeout must be at least 1 second, got 0\n", err.toString());
    }

    @Test void anOutputFolderThatIsAFileIsRefusedBeforeAnythingRuns() throws IOException {
        Path file = Files.writeString(folder.resolve("reports"), "");
        assertEquals(1, run("report", "--out", file.toString(), empty("a.ipynb").toString()));
        assertEquals("convbook: cannot make the folder " + file + ": " + file + " is in the way: a folder is wanted there\n", err.toString());
    }

    @Test void runningIntoTheNotebooksOwnFolderIsRefused() throws IOException {
        Path notebook = empty("a.ipynb");
        assertEquals(1, run("run", "--out", folder.toString(), notebook.toString()));
        assertEquals("convbook: --out is the folder of " + notebook + " itself: choose another, so that the notebook stays without outputs\n", err.toString());
    }

    @Test void labRefusesWhatIsNotThere() {
        assertEquals(1, run("lab", "gone.ipynb"));
        assertEquals("convbook: there is no notebook gone.ipynb\n", err.toString());
    }

    @Test void anUnknownDataSetIsOneSentence() {
        assertEquals(1, run("data", "fetch", "minst"));
        assertEquals("convbook: there is no data set minst: known are mnist, fashion-mnist, cifar10 and cifar100\n", err.toString());
    }

    @Test void aDataSetThatIsThereIsNamedWithItsPlace() throws IOException {
        cifarOfTwo();
        assertEquals(0, fetched("cifar10"));
        assertEquals("  cifar10   CIFAR-10, 2 images of 50000, from CONVBOOK_DATA\n", out.toString());
    }

    @Test void aDataSetThatIsFoundNowhereKeepsNoOtherFromComing() throws IOException {
        cifarOfTwo();
        assertEquals(1, fetched("fashion-mnist", "cifar10"));
        List<String> lines = out.toString().lines().toList();
        assertEquals("  fashion-mnist Fashion-MNIST was found nowhere; set CONVBOOK_DATA or go online", lines.get(0));
        assertEquals("  download: switched off by CONVBOOK_OFFLINE", lines.get(lines.size() - 2));
        assertEquals("  cifar10   CIFAR-10, 2 images of 50000, from CONVBOOK_DATA", lines.get(lines.size() - 1));
        assertEquals("", err.toString());
    }

    private void cifarOfTwo() throws IOException {
        Path files = Files.createDirectories(folder.resolve("cifar10").resolve("cifar-10-batches-bin"));
        Files.write(files.resolve("data_batch_1.bin"), new byte[2 * 3073]);
        Files.write(files.resolve("test_batch.bin"), new byte[3073]);
        Files.writeString(files.resolve("batches.meta.txt"), "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
    }

    /** Data only from the test's own folder. */
    private int fetched(String... names) {
        Map<String, String> set = Map.of("convbook.data", folder.toString(), "convbook.cache", folder.resolve("cache").toString(), "convbook.offline", "1");
        set.forEach(System::setProperty);
        try {
            return run(Stream.concat(Stream.of("data", "fetch"), Stream.of(names)).toArray(String[]::new));
        } finally {
            set.keySet().forEach(System::clearProperty);
        }
    }

    @Test void aWrongCaseOfTheKernelsBenchmarkIsNamed() {
        assertEquals(2, run("bench", "kernel-stop"));
        assertEquals("convbook: bench: there is no case kernel-stop; there are kernel-start, kernel-comm, kernel-messages, kernel-panel\n", err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, run("bench", "kernel-comm", "--seconds", "3"));
        assertEquals("convbook: bench: cases of the kernel take no options and go alone; got kernel-comm --seconds 3\n", err.toString());
    }

    @Test void troubleWithFilesIsSaidInWords() {
        assertEquals("the disk is full: cannot write a/b", Disk.sentence(new FileSystemException("a/b", null, "No space left on device")));
        assertEquals("no permission to use a/b", Disk.sentence(new AccessDeniedException("a/b")));
    }

    @Test void theUnexpectedHasNoStackTrace() {
        assertEquals("unexpected java.lang.NullPointerException: x (set CONVBOOK_DEBUG=1 to see where)", Main.sentence(new NullPointerException("x")));
    }
}
