package org.convbook.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One installation of Jupyter: the Python that belongs to it and the versions of its parts.
 *
 * @param python the interpreter that imports them
 * @param versions module name to version, in the order asked; a module that is missing is not in it
 */
record Jupyter(Path python, Map<String, String> versions) {
    private static final List<String> MODULES = List.of("nbclient", "nbconvert", "jupyterlab", "notebook", "ipywidgets");

    /** What a command needs of Jupyter. */
    enum Need {
        RUN("nbclient and nbconvert"), LAB("JupyterLab or Notebook");

        final String words;

        Need(String words) {
            this.words = words;
        }
    }

    /** Asks a Python what it has; null where it cannot be run. */
    static Jupyter of(Path python) {
        Child.Outcome answer;
        try {
            answer = new Child(python.toString(), "-c", Disk.resource("versions.py"), String.join(",", MODULES))
                .atMost(Duration.ofSeconds(60)).capture();
        } catch (UserError notToBeStarted) {
            return null;
        }
        if (!answer.ok()) return null;
        Map<String, String> versions = new LinkedHashMap<>();
        for (String line : answer.text().lines().toList()) {
            String[] words = line.split(" ");
            if (words.length == 2 && MODULES.contains(words[0])) versions.put(words[0], words[1]);
        }
        return new Jupyter(python, versions);
    }

    boolean has(Need need) {
        return switch (need) {
            case RUN -> versions.containsKey("nbclient") && versions.containsKey("nbconvert");
            case LAB -> frontEnd() != null;
        };
    }

    /** The module that opens a notebook in the browser, or null. */
    String frontEnd() {
        return versions.containsKey("jupyterlab") ? "jupyterlab" : versions.containsKey("notebook") ? "notebook" : null;
    }

    /** This Python with a script of ours, which it reads from its command line. */
    List<String> command(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(python.toString(), "-c", Disk.resource(script)));
        command.addAll(List.of(arguments));
        return command;
    }

    /** For people: "nbclient 0.7.2, nbconvert 6.5.3 (/usr/bin/python3)". */
    String line() {
        List<String> parts = new ArrayList<>();
        versions.forEach((name, version) -> parts.add(name + " " + version));
        return String.join(", ", parts) + " (" + python + ")";
    }
}
