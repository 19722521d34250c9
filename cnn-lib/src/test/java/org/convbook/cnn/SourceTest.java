package org.convbook.cnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules on the text of the sources. */
class SourceTest {
    private static final Path MAIN = Path.of("src", "main", "java", "org", "convbook", "cnn");
    private static final Path TEST = Path.of("src", "test", "java", "org", "convbook", "cnn");
    private static final int LONGEST = 300;

    private static final Pattern MAY_IMPORT = Pattern.compile("[Mm]ay (also )?import");
    private static final Pattern READ_FIRST = Pattern.compile("Read \\{@(code|link) [^}]+} first");

    /** Files that are longer than they should be; each stays here only until it has been split. */
    private static final Set<String> TOO_LONG = Set.of();

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> found = files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
            assertTrue(found.size() > 20, "sources are looked for in " + root.toAbsolutePath());
            return found;
        }
    }

    @Test
    void noFileIsTooLong() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path root : List.of(MAIN, TEST)) {
            for (Path file : sources(root)) if (Files.readAllLines(file).size() > LONGEST) found.add(file.getFileName().toString());
        }
        assertEquals(TOO_LONG, found);
    }

    @Test
    void everyPublicTypeSaysWhatItIs() throws IOException {
        Pattern type =
            Pattern.compile(
            "(?m)^ *(?:@\\w+(?:\\(.*\\))?\\s+)*public (?:(?:abstract|final|sealed|static) )*(?:class|interface|record|enum|@interface) (\\w+)");
        List<String> silent = new ArrayList<>();
        int types = 0;
        for (Path file : sources(MAIN)) {
            String text = Files.readString(file);
            Matcher m = type.matcher(text);
            while (m.find()) {
                types++;
                if (!text.substring(0, m.start()).stripTrailing().endsWith("*/")) silent.add(file + ": " + m.group(1));
            }
        }
        assertEquals(List.of(), silent);
        assertTrue(types > 40, types + " public types were found");
    }

    @Test
    void everyPackageSaysWhatItMayImportAndWhereToStart() throws IOException {
        Set<Path> folders = new TreeSet<>();
        for (Path file : sources(MAIN)) folders.add(file.getParent());
        for (Path folder : folders) {
            String text = Files.readString(folder.resolve("package-info.java")).replaceAll("\\s+\\*\\s+", " ");
            assertTrue(MAY_IMPORT.matcher(text).find(), folder + ": package-info.java does not say what the package may import");
            assertTrue(READ_FIRST.matcher(text).find(), folder + ": package-info.java does not say which file to read first");
        }
    }

    /** The GPU is one backend among others: its name is known to it and to Backends, and Javadoc of the package may speak of it. */
    @Test
    void onlyTheBackendsNameTheGpu() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources(MAIN)) {
            Path inside = MAIN.relativize(file);
            if (inside.startsWith(Path.of("backend", "cuda")) || inside.equals(Path.of("backend", "Backends.java"))) continue;
            boolean commentsMay = inside.getParent().equals(Path.of("backend"));
            for (String line : Files.readAllLines(file)) {
                boolean comment = line.strip().startsWith("*") || line.strip().startsWith("/*");
                if (line.toLowerCase(Locale.ROOT).contains("cuda") && !(comment && commentsMay)) found.add(inside + ": " + line.strip());
            }
        }
        assertEquals(List.of(), found);
    }
}
