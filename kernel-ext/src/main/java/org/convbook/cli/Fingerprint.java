package org.convbook.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import org.convbook.cnn.backend.Backends;
import org.convbook.data.Dataset;

/**
 * What a report was made from, as one number: the bytes of the notebook, the version and the classes of ConvBook, and where the data lie.
 * While it stays the same, the report need not be made again.
 */
final class Fingerprint {
    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String of(Path notebook) {
        Fingerprint print = new Fingerprint();
        try {
            print.digest.update(Files.readAllBytes(notebook));
            print.add(Versions.convbook(), Versions.java(), String.valueOf(System.getenv("CONVBOOK_DATA")));
            for (Class<?> type : List.of(Fingerprint.class, Backends.class, Dataset.class)) print.addClassesBeside(type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(print.digest.digest());
    }

    private void add(String... parts) {
        for (String part : parts) digest.update((part + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void addClassesBeside(Class<?> type) throws IOException {
        Path place = Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
        if (Files.isDirectory(place)) {
            addFiles(place);
            return;
        }
        try (ZipFile jar = new ZipFile(place.toFile())) {
            jar.stream().forEach(entry -> add(entry.getName(), Long.toString(entry.getCrc())));
        }
    }

    private void addFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                add(folder.relativize(file).toString(), Long.toString(Files.size(file)), Files.getLastModifiedTime(file).toString());
            }
        }
    }
}
