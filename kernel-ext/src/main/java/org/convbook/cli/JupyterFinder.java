package org.convbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds Jupyter, or gets it: what the PATH has, else a private virtual environment, else Debian's packages.
 * The choice is remembered; one that no longer works is looked for again.
 */
class JupyterFinder {
    private static final Path MEMORY = Places.cache().resolve("jupyter");

    private final Path memory;
    private final List<Source> sources;
    private final Consumer<String> say;

    /** A way to get Jupyter. */
    interface Source {
        /** The Python to ask afterwards, or null where this way is closed; says what it does. */
        Path get(Jupyter.Need need, Consumer<String> say);
    }

    JupyterFinder(Consumer<String> say) {
        this(MEMORY, List.of(new PrivateVenv(), new DebianPackages()), say);
    }

    JupyterFinder(Path memory, List<Source> sources, Consumer<String> say) {
        this.memory = memory;
        this.sources = sources;
        this.say = say;
    }

    /** Jupyter, installed if need be and allowed. */
    static Jupyter get(Jupyter.Need need, boolean noInstall, Consumer<String> say) {
        JupyterFinder finder = noInstall ? new JupyterFinder(MEMORY, List.of(), say) : new JupyterFinder(say);
        return finder.get(need);
    }

    /** Jupyter, installed if need be; one sentence where that is impossible. */
    Jupyter get(Jupyter.Need need) {
        Jupyter here = find(need);
        if (here != null) return here;
        for (Source source : sources) {
            Path python = source.get(need, say);
            Jupyter jupyter = python == null ? null : Jupyter.of(python);
            if (jupyter != null && jupyter.has(need)) return remembered(jupyter);
        }
        throw new UserError(Main.NO_JUPYTER, "Jupyter (" + need.words + ") is missing" + (sources.isEmpty() ? "" : " and could not be installed")
            + "; install it with: pip install " + String.join(" ", PrivateVenv.pins()));
    }

    /** Jupyter as it is on this machine now, or null; for the browser one with JupyterLab rather than with Notebook alone. */
    Jupyter find(Jupyter.Need need) {
        Jupyter second = null;
        for (Path python : candidates()) {
            Jupyter jupyter = Jupyter.of(python);
            if (jupyter == null || !jupyter.has(need)) continue;
            if (need == Jupyter.Need.RUN || jupyter.frontEnd().equals("jupyterlab")) return remembered(jupyter);
            if (second == null) second = jupyter;
        }
        return second == null ? null : remembered(second);
    }

    private List<Path> candidates() {
        List<Path> all = new ArrayList<>();
        if (Files.isReadable(memory)) all.add(Path.of(Disk.read(memory).strip()));
        all.add(interpreterOf(Places.program("jupyter")));
        all.add(Places.program("python3"));
        all.add(Places.program("python"));
        all.add(PrivateVenv.python());
        all.add(Path.of("/usr/bin/python3"));
        return all.stream().filter(path -> path != null && Files.isExecutable(path)).distinct().toList();
    }

    /** The Python named in the first line of the program {@code jupyter}, or null. */
    static Path interpreterOf(Path program) {
        if (program == null) return null;
        try (var lines = Files.lines(program)) {
            String first = lines.findFirst().orElse("");
            return first.startsWith("#!/") && first.contains("python") && !first.contains(" ") ? Path.of(first.substring(2)) : null;
        } catch (IOException | java.io.UncheckedIOException binary) {
            return null;
        }
    }

    private Jupyter remembered(Jupyter jupyter) {
        try {
            Files.createDirectories(memory.getParent());
            Files.writeString(memory, jupyter.python() + "\n");
        } catch (IOException e) {
            say.accept("could not remember where Jupyter is (" + Disk.sentence(e) + ")");
        }
        return jupyter;
    }
}
