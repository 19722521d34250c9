package org.convbook.data.download;

/**
 * How long a download waits, in milliseconds: for a mirror's first answer, for the next {@link Downloader#SLOWEST} bytes, and for another
 * process that downloads into the same folder.
 */
record Limits(int contact, int stall, int lock) {
    /** Two silent mirrors cost 4 s: a computer without a network must not keep a lecture waiting. */
    static final Limits USUAL = new Limits(2_000, 20_000, 120_000);
}
