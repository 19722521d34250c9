package org.convbook.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Files and folders, with failures said in one sentence. */
final class Disk {
    private Disk() {}

    static String sentence(IOException failure) {
        if (!(failure instanceof FileSystemException e)) return failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (e instanceof AccessDeniedException) return "no permission to use " + e.getFile();
        if (e instanceof NoSuchFileException) return "there is no " + e.getFile();
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException)
            return e.getFile() + " is in the way: a folder is wanted there";
        if ("No space left on device".equals(e.getReason())) return "the disk is full: cannot write " + e.getFile();
        return e.getFile() + ": " + e.getReason();
    }

    static Path folder(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UserError("cannot make the folder " + path + ": " + sentence(e));
        }
    }

    /** Refuses a folder that cannot be written, before an hour of work is lost on it. */
    static void mustBeWritable(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, ".convbook", ".part"));
        } catch (IOException e) {
            throw new UserError("cannot write into the folder " + folder + ": " + reason(e));
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String resource(String name) {
        try (InputStream in = Disk.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("the program is damaged: " + name + " is missing; build it again");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the whole file or leaves what was there. */
    static void write(Path file, String text) {
        Path half = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.writeString(half, text);
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            delete(half);
            throw new UserError("cannot write " + file + ": " + reason(e));
        }
    }

    /** Copies the whole file or leaves what was there; returns where it is now. */
    static Path copy(Path from, Path to) {
        write(to, read(from));
        return to;
    }

    static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UserError("cannot write " + to + ": " + reason(e));
        }
    }

    /** A new folder that is gone when this program ends, however it ends. */
    static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("convbook-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete " + folder));
            return folder;
        } catch (IOException e) {
            throw new UserError("cannot make a temporary folder: " + reason(e));
        }
    }

    /** Deletes a file or a whole folder; what cannot be deleted stays. */
    static void delete(Path path) {
        if (!Files.exists(path)) return;
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) Files.deleteIfExists(file);
        } catch (IOException | UncheckedIOException e) {
            path.toFile().deleteOnExit();
        }
    }

    static String size(Path file) {
        try {
            long bytes = Files.size(file);
            return bytes < 1_000_000 ? (bytes + 999) / 1000 + " kB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) return "no permission";
        if (e instanceof FileSystemException f && f.getReason() != null)
            return f.getReason().equals("No space left on device") ? "the disk is full" : f.getReason();
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
