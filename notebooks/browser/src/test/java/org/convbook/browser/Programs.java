package org.convbook.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What a browser test needs of the machine: a Jupyter with JupyterLab 4 and ipywidgets, and a Chromium. */
final class Programs {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    /** What each command said: a Jupyter takes seconds to tell its version. */
    private static final Map<List<String>, List<String>> SAID = new ConcurrentHashMap<>();

    private Programs() {}

    /** The program {@code jupyter} that the property {@code lab.jupyter} names, else the PATH's first with a JupyterLab 4 and ipywidgets; or null. */
    static Path jupyter() {
        String named = System.getProperty("lab.jupyter", "");
        List<Path> candidates = named.isEmpty() ? onPath("jupyter") : List.of(Path.of(named).toAbsolutePath());
        return candidates.stream().filter(Programs::isLab4).findFirst().orElse(null);
    }

    /** The PATH's first program {@code jupyter} that has a classic Notebook 6, or null. */
    static Path classic() {
        return onPath("jupyter").stream().filter(jupyter -> versions(jupyter).getOrDefault("notebook", "").startsWith("6.")).findFirst().orElse(null);
    }

    /** A folder of Jupyter's data, of any Jupyter here, that has what ipywidgets 8 brings for the classic Notebook; or null. */
    static Path classicWidgets() {
        Path named = jupyter();
        String root = System.getenv().getOrDefault("LAB_ROOT", "/");
        return Stream.concat(Stream.ofNullable(named), onPath("jupyter").stream()).flatMap(jupyter -> output(jupyter.toString(), "--paths").stream())
            .map(String::strip).filter(path -> path.startsWith("/")).flatMap(path -> Stream.of(Path.of(path), Path.of(root, path)))
            .filter(path -> ofIpywidgets8(path.resolve("nbextensions/jupyter-js-widgets/extension.js"))).findFirst().orElse(null);
    }

    /** The extension names the version of the controls that it brings. */
    private static boolean ofIpywidgets8(Path extension) {
        try {
            return Files.exists(extension) && Files.readString(extension).contains("@jupyter-widgets/controls") && Files.readString(extension).contains("2.0.0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first Chromium on the PATH, or null. */
    static Path chromium() {
        return BROWSERS.stream().flatMap(name -> onPath(name).stream()).findFirst().orElse(null);
    }

    /** Why there can be no browser test here, in a sentence; null where there can. */
    static String missing() {
        if (jupyter() == null) return "no Jupyter with JupyterLab 4 and ipywidgets was found (" + asked() + "); install both, or name one with -Dlab.jupyter=PROGRAM";
        if (chromium() == null) return "no Chromium was found on the PATH; install one";
        return null;
    }

    private static String asked() {
        String named = System.getProperty("lab.jupyter", "");
        if (!named.isEmpty()) return "-Dlab.jupyter=" + named;
        List<Path> found = onPath("jupyter");
        return found.isEmpty() ? "no jupyter on the PATH" : "asked: " + found;
    }

    private static List<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, program)).filter(Files::isExecutable).toList();
    }

    private static boolean isLab4(Path jupyter) {
        return versions(jupyter).getOrDefault("jupyterlab", "").startsWith("4.") && output(jupyter.toString(), "--paths").stream()
            .anyMatch(path -> Files.isDirectory(Path.of(path.strip(), "labextensions/@jupyter-widgets/jupyterlab-manager")));
    }

    /** What {@code jupyter --version} says, part by part. */
    static Map<String, String> versions(Path jupyter) {
        Map<String, String> versions = new LinkedHashMap<>();
        for (String line : output(jupyter.toString(), "--version")) {
            String[] parts = line.split(":", 2);
            if (parts.length == 2) versions.put(parts[0].strip(), parts[1].strip());
        }
        return versions;
    }

    private static List<String> output(String... command) {
        return SAID.computeIfAbsent(List.of(command), Programs::ask);
    }

    private static List<String> ask(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            List<String> lines = new ArrayList<>(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList());
            return process.waitFor() == 0 ? lines : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
