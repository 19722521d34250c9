package org.convbook.data.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server's answer to the request for a file from a certain byte on. */
final class Answer implements AutoCloseable {
    private static final int MOST_MOVES = 5;

    private final HttpURLConnection connection;
    private final int status;
    private final boolean moved;

    private Answer(HttpURLConnection connection, int status, boolean moved) {
        this.connection = connection;
        this.status = status;
        this.moved = moved;
    }

    /**
     * Asks, and waits for the head of the answer. The waiting is done by another thread, because looking up a host name without a
     * network can take half a minute and no timeout of a connection covers it.
     */
    static Answer to(URI address, long from, Limits limits) throws IOException, InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        FutureTask<Answer> asking = new FutureTask<>(() -> {
            try {
                return ask(address, from, limits, reached);
            } finally {
                reached.countDown();
            }
        });
        Thread thread = new Thread(asking, "convbook-download");
        thread.setDaemon(true);
        thread.start();
        try {
            if (!reached.await(limits.contact(), TimeUnit.MILLISECONDS)) throw silent(limits.contact());
            return asking.get(limits.answer(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw silent(limits.answer());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SocketTimeoutException) throw silent(limits.contact());
            if (e.getCause() instanceof IOException cause) throw cause;
            throw new IOException(e.getCause().toString(), e.getCause());
        }
    }

    private static IOException silent(int millis) {
        return new SocketTimeoutException("no answer within %s s".formatted(millis / 1000.0));
    }

    /** Follows a file that has moved; the JDK does not from http to https, nor for status 308. */
    private static Answer ask(URI address, long from, Limits limits, CountDownLatch reached) throws IOException {
        URI at = address;
        for (int moves = 0; moves <= MOST_MOVES; moves++) {
            HttpURLConnection connection = open(at, from, limits);
            connection.connect();
            reached.countDown();
            int status = connection.getResponseCode();
            String location = connection.getHeaderField("Location");
            boolean elsewhere = status >= HttpURLConnection.HTTP_MULT_CHOICE && status < HttpURLConnection.HTTP_BAD_REQUEST;
            if (!elsewhere || location == null) return new Answer(connection, status, moves > 0);
            connection.disconnect();
            at = moved(at, location);
        }
        throw new IOException("moved more than %d times, at last to %s".formatted(MOST_MOVES, at));
    }

    private static HttpURLConnection open(URI address, long from, Limits limits) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(limits.contact());
        connection.setReadTimeout(limits.stall());            // of the body; the head is waited for above
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "ConvBook");
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (from > 0) connection.setRequestProperty("Range", "bytes=" + from + "-");
        return connection;
    }

    private static URI moved(URI from, String location) throws IOException {
        try {
            URI to = from.resolve(location);
            if (RemoteFile.fetchable(to)) return to;
        } catch (IllegalArgumentException e) {
            // no address at all, said below
        }
        throw new IOException("moved to %s, expected http or https and a host".formatted(location));
    }

    /** Where the file was found in the end, if that is elsewhere than asked. */
    String where() {
        return moved ? " at " + connection.getURL() : "";
    }

    /** Whether the body is a page to be read, such as a log-in or an apology, where a file was asked for. */
    boolean isWebPage() {
        return Objects.requireNonNullElse(connection.getContentType(), "").toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    int status() {
        return status;
    }

    /** Whether the body goes on at this byte of the file: status 206, and a Content-Range that says so. */
    boolean continuesAt(long from) {
        String range = connection.getHeaderField("Content-Range");
        return status == HttpURLConnection.HTTP_PARTIAL && range != null && range.startsWith("bytes " + from + "-");
    }

    /** The bytes of the body, or -1 if the server does not say. */
    long length() {
        return connection.getContentLengthLong();
    }

    InputStream body() throws IOException {
        return connection.getInputStream();
    }

    @Override public void close() {
        connection.disconnect();
    }
}
