package org.convbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Jupyter from the packages of Debian and its children, where we may install them. */
final class DebianPackages implements JupyterFinder.Source {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path LISTS = Path.of("/var/lib/apt/lists");
    private static final List<String> RUN = List.of("python3-nbclient", "python3-nbconvert", "jupyter-nbconvert", "jupyter-client");
    // Java2D's text needs them
    private static final List<String> FONTS = List.of("libharfbuzz0b", "libfreetype6", "fontconfig", "fonts-dejavu-core");

    @Override public Path get(Jupyter.Need need, Consumer<String> say) {
        if (Places.program("apt-get") == null) return null;
        List<String> rights = rights();
        if (rights == null) {
            say.accept("no right to install Debian packages; an administrator can: apt-get install " + String.join(" ", RUN) + " jupyter-notebook");
            return null;
        }
        if (!hasLists()) update(rights, say);
        List<String> wanted = packages(need);
        say.accept("installing Debian packages: " + String.join(" ", wanted));
        Child.Outcome installed = install(rights, wanted);
        if (!installed.ok()) {
            update(rights, say);                                           // lists that are out of date name files that are gone
            installed = install(rights, wanted);
        }
        if (installed.ok()) return PYTHON;
        say.accept("that did not work (apt-get: " + installed.lastLine() + ")");
        return null;
    }

    /** What goes before apt-get: nothing for root, sudo where it asks for no password; null for others. */
    private static List<String> rights() {
        if ("root".equals(System.getProperty("user.name"))) return List.of();
        Path sudo = Places.program("sudo");
        boolean allowed = sudo != null && new Child(sudo.toString(), "-n", "true").atMost(Duration.ofSeconds(10)).capture().ok();
        return allowed ? List.of(sudo.toString(), "-n") : null;
    }

    private static boolean hasLists() {
        try (Stream<Path> files = Files.list(LISTS)) {
            return files.anyMatch(file -> file.getFileName().toString().contains("_Packages"));
        } catch (IOException e) {
            return false;
        }
    }

    private static void update(List<String> rights, Consumer<String> say) {
        say.accept("reading Debian's package lists");
        aptGet(rights, List.of("update"));
    }

    private static List<String> packages(Jupyter.Need need) {
        List<String> wanted = new ArrayList<>(RUN);
        wanted.addAll(FONTS);
        if (need == Jupyter.Need.LAB)
            wanted.addAll(offered("jupyterlab") ? List.of("jupyterlab", "python3-ipywidgets", "python3-jupyterlab-widgets", "jupyter-core")
                : List.of("jupyter-notebook"));
        return wanted;
    }

    private static boolean offered(String name) {
        return new Child("apt-cache", "show", name).capture().ok();
    }

    private static Child.Outcome install(List<String> rights, List<String> packages) {
        List<String> arguments = new ArrayList<>(List.of("install", "--yes", "--no-install-recommends"));
        arguments.addAll(packages);
        return aptGet(rights, arguments);
    }

    private static Child.Outcome aptGet(List<String> rights, List<String> arguments) {
        List<String> command = new ArrayList<>(rights);
        command.addAll(List.of("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"));
        command.addAll(arguments);
        return new Child(command).atMost(Duration.ofMinutes(20)).capture();
    }
}
