package org.convbook.data.download;

/**
 * How long a download waits, in milliseconds: until a mirror is reached, for the head of its answer, for the next {@link Downloader#SLOWEST}
 * bytes, for another process that downloads into the same folder, and for the whole rest of a file, as long as there is another mirror.
 */
record Limits(int contact, int answer, int stall, int lock, int patience) {
    /** Three mirrors out of reach cost 6 s: a computer without a network must not keep a lecture waiting. */
    static final Limits USUAL = new Limits(2_000, 8_000, 20_000, 120_000, 600_000);
}
