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
        Child.Outcome filled = install(pins());
        if (!filled.ok() && filled.text().contains("No matching distribution")) filled = install(majors());   // an older Python has older versions
        return filled.ok() ? python() : givenUp("pip: " + filled.lastLine(), say);
    }

    /** The same modules, in any version of the pinned one's major number or newer. */
    private static List<String> majors() {
        return pins().stream().map(pin -> pin.replaceFirst("==(\\d+)\\..*", ">=$1")).toList();
    }

    private static Child.Outcome install(List<String> requirements) {
        List<String> command = new ArrayList<>(List.of(python().toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--no-input", "--retries", "1", "--timeout", "10"));
        command.addAll(requirements);
        return new Child(command).atMost(Duration.ofMinutes(10)).capture();
    }

    private static Path givenUp(String why, Consumer<String> say) {
        say.accept("that did not work (" + why + ")");
        if (Files.exists(folder())) Disk.delete(folder());
        return null;
    }
}
