package org.convbook.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A browser of the Chromium family that prints a page to PDF without showing itself. */
final class Chromium {
    private static final String[] NAMES = {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"};
    private static final List<String> MAC = List.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge");

    private final Path program;

    private Chromium(Path program) {
        this.program = program;
    }

    /** The browser of this machine, or null. */
    static Chromium find() {
        Path onPath = Places.program(NAMES);
        if (onPath != null) return new Chromium(onPath);
        return MAC.stream().map(Path::of).filter(Files::isExecutable).findFirst().map(Chromium::new).orElse(null);
    }

    Path program() {
        return program;
    }

    /** Writes the PDF; null when it worked, else why not. The network is off. */
    String print(Path html, Path pdf, Path temporary) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--headless", "--disable-gpu", "--disable-extensions",
            "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-first-run", "--no-default-browser-check", "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + temporary.resolve("browser"), "--no-pdf-header-footer", "--print-to-pdf="
                + pdf.toAbsolutePath()));
        if ("root".equals(System.getProperty("user.name"))) command.add("--no-sandbox");   // Chromium refuses to start for root otherwise
        command.add(html.toAbsolutePath().toUri().toString());
        Child.Outcome outcome = new Child(command).atMost(Duration.ofMinutes(2)).capture();
        if (Files.exists(pdf)) return null;
        return outcome.ok() ? "it wrote no file" : "exit status " + outcome.status() + ": " + outcome.lastLine();
    }
}
