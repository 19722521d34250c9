package org.convbook.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import org.convbook.data.download.DataHome;

/** The folders the command line keeps things in, outside the repository. */
final class Places {
    private Places() {}

    /** What is made once and kept: the private Jupyter. */
    static Path data() {
        return home("XDG_DATA_HOME", ".local/share").resolve("convbook");
    }

    /** What can be made again at any time; downloaded data sets lie there too. */
    static Path cache() {
        return DataHome.fromEnvironment().cache();
    }

    /** A program on the PATH, or null. */
    static Path program(String... names) {
        for (String name : names) {
            for (String folder : System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
                Path file = Path.of(folder.isEmpty() ? "." : folder, name);
                if (Files.isExecutable(file) && !Files.isDirectory(file)) return file.toAbsolutePath();
            }
        }
        return null;
    }

    private static Path home(String variable, String otherwise) {
        String set = System.getenv(variable);
        return set != null && !set.isBlank() ? Path.of(set) : Path.of(System.getProperty("user.home"), otherwise);
    }
}
