package org.convbook.data.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two downloads, of this process or of another, from writing into one folder at the same time. */
final class FolderLock implements AutoCloseable {
    private static final int POLL_MILLIS = 50;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits at most so many milliseconds. Where the file system has no locks, goes on without: a clash then ends in a wrong checksum,
     * never in wrong data.
     */
    static FolderLock take(Path folder, int millis) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean kept = false;
        try {
            long end = System.nanoTime() + millis * 1_000_000L;
            while (!held(channel)) {
                if (System.nanoTime() > end) throw new IOException("another program has been downloading into " + folder + " for long");
                Thread.sleep(POLL_MILLIS);
            }
            kept = true;
            return new FolderLock(channel);
        } finally {
            if (!kept) channel.close();
        }
    }

    private static boolean held(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true;                                                       // no locks on this file system
        }
    }

    @Override public void close() throws IOException {
        channel.close();                                                       // gives the lock back
    }
}
