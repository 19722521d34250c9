package org.convbook.data.image;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Keeps what was made last, up to so many bytes in all; what was not asked for longest goes first. For several threads. */
final class ByteCache {
    private static final long USUAL = 1L << 29;

    private final long most;
    private final Map<Integer, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    ByteCache(long most) {
        this.most = most;
    }

    /** Half a gigabyte, or a quarter of the memory that Java may use if this is less. */
    static ByteCache usual() {
        return new ByteCache(Math.min(USUAL, Runtime.getRuntime().maxMemory() / 4));
    }

    /** What is kept under this number, else what {@code make} makes of it; two threads may make the same at the same time. */
    byte[] get(int number, IntFunction<byte[]> make) {
        synchronized (kept) {
            byte[] found = kept.get(number);
            if (found != null) return found;
        }
        byte[] made = make.apply(number);
        synchronized (kept) {
            if (made.length <= most && kept.put(number, made) == null) bytes += made.length;
            for (Iterator<byte[]> oldest = kept.values().iterator(); bytes > most; oldest.remove()) bytes -= oldest.next().length;
        }
        return made;
    }

    long bytes() {
        synchronized (kept) {
            return bytes;
        }
    }
}
