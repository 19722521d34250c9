package org.convbook.cnn.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Replaces a file as a whole: the new one is written beside the old one, brought to the disk, and then takes its name. */
final class AtomicFile {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final String SUFFIX = ".partial";

    private AtomicFile() {}

    /** Writes the contents. */
    interface Contents {
        void to(FileChannel channel) throws IOException;
    }

    static void write(Path file, Contents contents) {
        Path target = file.toAbsolutePath();
        Path part = null;
        try {
            if (Files.isSymbolicLink(target) && Files.exists(target)) target = target.toRealPath();   // the link stays
            Path folder = target.getParent();
            if (folder == null || Files.isDirectory(target)) throw new IOException("it is a folder");
            if (!Files.isDirectory(folder)) throw new IOException("there is no folder " + folder);
            String prefix = "." + target.getFileName() + ".";
            removeLeftovers(folder, prefix);
            part = folder.resolve(prefix + ProcessHandle.current().pid() + "-" + NUMBERS.getAndIncrement() + SUFFIX);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                contents.to(channel);
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
        } catch (IOException e) {
            delete(part);
            throw new CheckpointException(file + ": cannot be written: " + reason(e)
                + (Files.isRegularFile(target) ? "; the old file is untouched" : ""), e);
        } catch (RuntimeException | Error e) {
            delete(part);
            throw e;
        }
    }

    /** The reason alone: some messages of the file system are just a path. */
    static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "access is denied" : e.getMessage();
    }

    /** Files that a process left which was killed while it wrote. */
    private static void removeLeftovers(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, p -> p.getFileName().toString().startsWith(prefix))) {
            for (Path p : all) {
                String rest = p.getFileName().toString().substring(prefix.length());
                if (!rest.matches("\\d{1,18}-\\d+\\" + SUFFIX)) continue;
                long pid = Long.parseLong(rest.substring(0, rest.indexOf('-')));
                if (ProcessHandle.of(pid).isEmpty()) Files.deleteIfExists(p);
            }
        }
    }

    /** Brings the new name to the disk, where the system can do that to a folder. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;   // Windows opens no folder; there the rename itself is journalled
        }
    }

    private static void delete(Path part) {
        try {
            if (part != null) Files.deleteIfExists(part);
        } catch (IOException e) {
            return;   // what made the write fail is reported; the next write removes the rest
        }
    }
}
