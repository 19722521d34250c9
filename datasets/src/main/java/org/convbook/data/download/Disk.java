package org.convbook.data.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What a download needs of a disk; a test puts a full one in its place. */
interface Disk {
    /** The real one. */
    Disk REAL = new Disk() {
        @Override public long free(Path folder) throws IOException {
            return folder.toFile().getUsableSpace();                         // asks the system, not the table of mounts, which a container may hide
        }

        @Override public OutputStream append(Path file) throws IOException {
            return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    };

    /** Bytes that may still be written. */
    long free(Path folder) throws IOException;

    /** Writes at the end of a file, which it makes if need be. */
    OutputStream append(Path file) throws IOException;

    /** Puts a finished file in its place: whole or not at all, even if the machine goes down. */
    default void publish(Path part, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The disk failed, not the network. */
    final class Failure extends IOException {
        private static final long serialVersionUID = 1;

        Failure(String message, IOException cause) {
            super(message, cause);
        }
    }
}
