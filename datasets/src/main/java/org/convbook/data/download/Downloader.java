package org.convbook.data.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Fetches public files whose checksum is known. A file is in its place whole and checked, or not at all: it grows under the name
 * {@code NAME.part}, where a broken transfer goes on later, at the same mirror or at another. A file that has moved is followed. A mirror
 * that is silent, slow, lacks the file or sends something else gives way to the next; one that would take more than ten minutes gets its
 * turn again if no other delivers.
 * What cannot be fetched or stored is a {@link DownloadException}; an interrupt is a {@link CancellationException} and loses nothing.
 */
public final class Downloader {
    /** Fewer bytes than this in {@link Limits#stall} count as a stall. */
    static final int SLOWEST = 1 << 14;

    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int CHUNK = 1 << 16;
    private static final int MOST_RESUMES = 20;                                // at one mirror; each must have brought something
    private static final long SPARE = 1 << 20;                                 // bytes left free on the disk

    private final DownloadListener listener;
    private final Limits limits;
    private final Disk disk;

    /** Tells {@code listener} how it gets on. */
    public Downloader(DownloadListener listener) {
        this(listener, Limits.USUAL, Disk.REAL);
    }

    Downloader(DownloadListener listener, Limits limits, Disk disk) {
        this.listener = Objects.requireNonNull(listener, "listener");
        this.limits = limits;
        this.disk = disk;
    }

    /** Makes sure that {@code folder} holds the file, whole and checked, and returns its path. */
    public Path fetch(RemoteFile file, Path folder) {
        try {
            Files.createDirectories(folder);
            try (FolderLock lock = FolderLock.take(folder, limits.lock())) {
                Objects.requireNonNull(lock);
                Path target = folder.resolve(file.name());
                if (!Checksum.matches(target, file)) fetchFromAny(file, target);
                return target;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the download of " + file.name() + " was interrupted; it goes on from there next time");
        } catch (IOException e) {                                              // of the disk: those of the network end in fetchFromAny
            throw new DownloadException("cannot store %s in %s (%s); free %s there or set CONVBOOK_CACHE to another folder"
                .formatted(file.name(), folder, reason(e), megabytes(file.bytes() + SPARE)), e);
        }
    }

    /** An address, and whether it may take as long as it likes. */
    private record Mirror(URI address, boolean patiently) { }

    /** A slow mirror is tried again once no other has delivered. */
    private void fetchFromAny(RemoteFile file, Path target) throws IOException, InterruptedException {
        Path part = target.resolveSibling(file.name() + ".part");
        List<String> reasons = new ArrayList<>();
        IOException last = new IOException("no mirrors");
        Deque<Mirror> mirrors = new ArrayDeque<>();
        for (URI address : file.mirrors()) mirrors.add(new Mirror(address, file.mirrors().size() == 1));
        for (Mirror mirror = mirrors.poll(); mirror != null; mirror = mirrors.poll()) {
            try {
                requireSpace(file, part);
                fetchFrom(file, mirror, part);
                publish(part, target);
                return;
            } catch (Disk.Failure e) {
                Files.deleteIfExists(part);                                    // a full disk gets its space back
                throw e;
            } catch (LongWait e) {
                mirrors.add(new Mirror(mirror.address, true));
            } catch (IOException e) {
                reasons.add(mirror.address + ": " + reason(e));
                last = e;
            }
        }
        throw new DownloadException("no mirror delivered %s (%s); a copy of it put into %s by hand does as well"
            .formatted(file.name(), String.join("; ", reasons), target.getParent()), last);
    }

    /** The mirror works, but so slowly that another may be worth a try. */
    private static final class LongWait extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** The mirror sends next to nothing. */
    private static final class Stalled extends IOException {
        private static final long serialVersionUID = 1;

        Stalled(String message) {
            super(message);
        }
    }

    private void requireSpace(RemoteFile file, Path part) throws Disk.Failure {
        try {
            long needed = file.bytes() - size(part) + SPARE;
            long free = disk.free(part.getParent());
            if (free < needed) {
                throw new Disk.Failure("the disk has %s left, %s are needed".formatted(megabytes(free), megabytes(needed)), null);
            }
        } catch (Disk.Failure e) {
            throw e;
        } catch (IOException e) {
            throw new Disk.Failure(reason(e), e);
        }
    }

    /** Completes the part file and checks it; a beginning from elsewhere that turns out wrong is not held against this mirror. */
    private void fetchFrom(RemoteFile file, Mirror mirror, Path part) throws IOException, InterruptedException {
        boolean begunElsewhere = size(part) > 0;
        transfer(file, mirror, part);
        String found = Checksum.sha256(part);
        if (!found.equals(file.sha256()) && begunElsewhere) {
            Files.delete(part);
            transfer(file, mirror, part);
            found = Checksum.sha256(part);
        }
        if (!found.equals(file.sha256())) {
            Files.delete(part);
            throw new IOException("sent a file with SHA-256 %s…, expected %s…".formatted(found.substring(0, 12), file.sha256().substring(0, 12)));
        }
    }

    /** Receives until the part file is complete, taking up a broken transfer as long as every attempt brings something. */
    private void transfer(RemoteFile file, Mirror mirror, Path part) throws IOException, InterruptedException {
        if (size(part) > file.bytes()) Files.delete(part);
        for (int resumes = 0; size(part) < file.bytes(); resumes++) {
            long before = size(part);
            try {
                receive(file, mirror, part);
            } catch (Disk.Failure | LongWait | Stalled e) {
                throw e;
            } catch (IOException e) {
                if (size(part) <= before || resumes == MOST_RESUMES) throw e;
            }
        }
    }

    private void receive(RemoteFile file, Mirror mirror, Path part) throws IOException, InterruptedException {
        long from = size(part);
        try (Answer answer = Answer.to(mirror.address, from, limits)) {
            boolean resumed = from > 0 && answer.continuesAt(from);
            if (!resumed) startOver(file, answer, part);
            try (InputStream in = answer.body(); OutputStream out = open(part)) {
                copy(file, mirror, in, out, resumed ? from : 0);
            }
        }
    }

    /** What is there stays for the next mirror, unless this one sends all of it or says that there is nothing beyond it. */
    private static void startOver(RemoteFile file, Answer answer, Path part) throws IOException {
        boolean all = answer.status() == HttpURLConnection.HTTP_OK;
        if (all && answer.isWebPage()) throw new IOException("sent a web page" + answer.where());
        if (all && answer.length() >= 0 && answer.length() != file.bytes()) {
            throw new IOException("offered %d bytes, expected %d".formatted(answer.length(), file.bytes()));
        }
        boolean useless = answer.status() == HttpURLConnection.HTTP_PARTIAL || answer.status() == RANGE_NOT_SATISFIABLE;
        if (all || useless) Files.deleteIfExists(part);
        if (!all) throw new IOException("HTTP status " + answer.status() + answer.where());
    }

    private void copy(RemoteFile file, Mirror mirror, InputStream in, OutputStream out, long have) throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        long windowEnd = System.nanoTime() + limits.stall() * 1_000_000L;
        long windowHave = have;
        listener.progress(file.name(), have, file.bytes());
        for (int n = read(in, chunk); n >= 0; n = read(in, chunk)) {
            if (Thread.interrupted()) throw new InterruptedException();
            if (have + n > file.bytes()) throw new IOException("sent more than the expected %d bytes".formatted(file.bytes()));
            write(out, chunk, n);
            have += n;
            listener.progress(file.name(), have, file.bytes());
            if (System.nanoTime() > windowEnd) {
                if (have - windowHave < SLOWEST) throw tooSlow(have - windowHave);
                double windows = (file.bytes() - have) / (double) (have - windowHave);        // that the rest will take
                if (!mirror.patiently && windows * limits.stall() > limits.patience()) throw new LongWait();
                windowEnd = System.nanoTime() + limits.stall() * 1_000_000L;
                windowHave = have;
            }
        }
        if (have < file.bytes()) throw new IOException("the connection ended after %d of %d bytes".formatted(have, file.bytes()));
    }

    private int read(InputStream in, byte[] chunk) throws IOException {
        try {
            return in.read(chunk);
        } catch (SocketTimeoutException e) {
            throw tooSlow(0);
        }
    }

    private Stalled tooSlow(long bytes) {
        return new Stalled("too slow, %d bytes in %s s".formatted(bytes, limits.stall() / 1000.0));
    }

    private OutputStream open(Path part) throws Disk.Failure {
        try {
            return disk.append(part);
        } catch (IOException e) {
            throw new Disk.Failure(reason(e), e);
        }
    }

    private static void write(OutputStream out, byte[] chunk, int n) throws Disk.Failure {
        try {
            out.write(chunk, 0, n);
        } catch (IOException e) {
            throw new Disk.Failure(reason(e), e);
        }
    }

    private void publish(Path part, Path target) throws Disk.Failure {
        try {
            disk.publish(part, target);
        } catch (IOException e) {
            throw new Disk.Failure(reason(e), e);
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** An exception in words: those of the JDK often carry a bare name. */
    private static String reason(IOException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        if (e instanceof UnknownHostException) return "host not found, no network?";
        if (e instanceof AccessDeniedException) return "no permission for " + message;
        return message;
    }
}
