package org.convbook.data.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server's answer to the request for a file from a certain byte on. */
final class Answer implements AutoCloseable {
    private final HttpURLConnection connection;
    private final int status;

    private Answer(HttpURLConnection connection, int status) {
        this.connection = connection;
        this.status = status;
    }

    /**
     * Asks, and waits for the head of the answer. The waiting is done by another thread, because looking up a host name without a
     * network can take half a minute and no timeout of a connection covers it.
     */
    static Answer to(URI address, long from, Limits limits) throws IOException, InterruptedException {
        FutureTask<Answer> asking = new FutureTask<>(() -> ask(address, from, limits));
        Thread thread = new Thread(asking, "convbook-download");
        thread.setDaemon(true);
        thread.start();
        try {
            return asking.get(limits.contact(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw silent(limits);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SocketTimeoutException) throw silent(limits);
            if (e.getCause() instanceof IOException cause) throw cause;
            throw new IOException(e.getCause().toString(), e.getCause());
        }
    }

    private static IOException silent(Limits limits) {
        return new SocketTimeoutException("no answer within %s s".formatted(limits.contact() / 1000.0));
    }

    private static Answer ask(URI address, long from, Limits limits) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(limits.contact());
        connection.setReadTimeout(limits.stall());            // of the body; the head is waited for above
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "ConvBook");
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (from > 0) connection.setRequestProperty("Range", "bytes=" + from + "-");
        return new Answer(connection, connection.getResponseCode());
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
