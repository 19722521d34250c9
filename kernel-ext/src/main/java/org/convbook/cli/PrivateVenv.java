package org.convbook.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A virtual environment of our own, filled by pip with pinned versions. Without a network it is given up within seconds. */
final class PrivateVenv implements JupyterFinder.Source {
    private static Path folder() {
        return Places.data().resolve("venv");
    }

    static Path python() {
        return folder().resolve("bin/python");
    }

    static List<String> pins() {
        return Disk.resource("jupyter-requirements.txt").lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }

    @Override public Path get(Jupyter.Need need, Consumer<String> say) {
        Path base = Places.program("python3", "python");
        if (base == null) {
            say.accept("no python3 on the PATH: no virtual environment");
            return null;
        }
        say.accept("installing Jupyter with pip into " + folder());
        Child.Outcome made = new Child(base.toString(), "-m", "venv", "--clear", folder().toString()).atMost(Duration.ofMinutes(3)).capture();
        if (!made.ok()) return givenUp("python3 -m venv: " + made.lastLine(), say);
        List<String> install = new ArrayList<>(List.of(python().toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--no-input", "--retries", "1", "--timeout", "10"));
        install.addAll(pins());
        Child.Outcome filled = new Child(install).atMost(Duration.ofMinutes(10)).capture();
        return filled.ok() ? python() : givenUp("pip: " + filled.lastLine(), say);
    }

    private static Path givenUp(String why, Consumer<String> say) {
        say.accept("that did not work (" + why + ")");
        if (Files.exists(folder())) Disk.delete(folder());
        return null;
    }
}
