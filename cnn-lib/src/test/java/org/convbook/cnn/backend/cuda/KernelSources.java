package org.convbook.cnn.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of the kernels and what was built from them. */
final class KernelSources {
    static final Path FOLDER = Path.of("src", "main", "cuda");
    private static final Pattern KERNEL = Pattern.compile("extern \"C\" __global__ void (\\w+)\\(([^{]*)\\) \\{");

    private KernelSources() {}

    /** A kernel: its file without the ending, its name, its arguments in one line, and whether its threads wait for each other. */
    record Kernel(String file, String name, String arguments, boolean waits) {
        String line() {
            return file + " " + name + "(" + arguments + ")";
        }
    }

    /** The files without their ending. */
    static List<String> files() {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".cu")).map(f -> f.replace(".cu", "")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file in the folder. */
    static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All kernels, in the order of their files and in the files. */
    static List<Kernel> kernels() {
        List<Kernel> all = new ArrayList<>();
        for (String file : files()) {
            String text = text(file + ".cu");
            Matcher m = KERNEL.matcher(text);
            while (m.find()) {
                int end = text.indexOf("\n}", m.end());
                String body = text.substring(m.end(), end);
                all.add(new Kernel(file, m.group(1), m.group(2).replaceAll("\\s+", " "), body.contains("ofBlock(")
                    || body.contains(", BLOCK)") || body.contains("__syncthreads(")));
            }
        }
        return all;
    }

    /** A resource of the backend, as text. */
    static String resource(String name) {
        try (InputStream in = KernelSources.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
