package org.convbook.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Another program that is run from here. It ends when this one does. */
final class Child {
    private final ProcessBuilder builder;
    private Duration limit = Duration.ofDays(1);

    /** How a program ended: its exit status and what it wrote, both streams together. */
    record Outcome(int status, String text) {
        boolean ok() {
            return status == 0;
        }

        String lastLine() {
            return text.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("it said nothing").strip();
        }

        /** The line in which a Python script says what went wrong, else its last line. */
        String pythonError() {
            return text.lines().filter(line -> line.matches("[\\w.]+(Error|Exception|Exists|Interrupt)\\b.*")).reduce((a, b) -> b)
                .orElseGet(this::lastLine);
        }
    }

    Child(List<String> command) {
        builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    }

    Child(String... command) {
        this(List.of(command));
    }

    Child set(String variable, String value) {
        builder.environment().put(variable, value);
        return this;
    }

    Child in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    Child atMost(Duration time) {
        limit = time;
        return this;
    }

    Outcome capture() {
        StringBuilder text = new StringBuilder();
        int status = stream(line -> text.append(line).append('\n'));
        return new Outcome(status, text.toString());
    }

    /** Hands over each line as it comes; returns the exit status, or 124 when the time was up. */
    int stream(Consumer<String> onLine) {
        Process process = start();
        Thread end = endWithUs(process);
        Thread watch = new Thread(() -> endAfterLimit(process), "time limit");
        watch.setDaemon(true);
        watch.start();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) onLine.accept(line);
            return process.waitFor();
        } catch (IOException e) {
            return timedOut(process) ? 124 : 1;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while " + builder.command().get(0) + " ran", e);
        } finally {
            watch.interrupt();
            stop(process);
            forget(end);
        }
    }

    /** Runs with the terminal of this program as its own. */
    int attached() {
        builder.inheritIO();
        Process process = start();
        Thread end = endWithUs(process);
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        } finally {
            forget(end);
        }
    }

    private Process start() {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UserError("cannot start " + builder.command().get(0) + ": " + e.getMessage());
        }
    }

    private void endAfterLimit(Process process) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) stop(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();                            // the program ended in time
        }
    }

    private static boolean timedOut(Process process) {
        return !process.isAlive() && process.exitValue() != 0;
    }

    private static Thread endWithUs(Process process) {
        Thread end = new Thread(() -> stop(process), "end " + process.pid());
        Runtime.getRuntime().addShutdownHook(end);
        return end;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            return;                                                        // then the hook does its work
        }
    }

    /** Asks first, so that the program can end its own children; then ends all of them. */
    private static void stop(Process process) {
        if (!process.isAlive()) return;
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        try {
            if (process.waitFor(5, TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
