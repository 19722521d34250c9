package org.convbook.data.image;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.convbook.data.DataFileException;

/**
 * The files of a tar archive (ustar, GNU or pax), plain or gzip, one after another.
 * Refused by a {@link DataFileException}: names that lead out of the archive, links and devices, a header with a wrong checksum, an
 * archive without its end mark, and more than {@link #MOST_BYTES} unpacked.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">POSIX.1-2017, pax: ustar and pax formats</a>
 */
final class TarArchive {
    /** Packed zeros can grow a thousandfold; whatever unpacks to more than this is no data set of ours. */
    static final long MOST_BYTES = 4L << 30;

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 4096;

    private final ByteSource source;
    private final Visitor visitor;
    private String longName;

    private TarArchive(ByteSource source, Visitor visitor) {
        this.source = source;
        this.visitor = visitor;
    }

    /** Is shown each regular file in turn. */
    interface Visitor {
        /** Whether to read the content of this file. */
        boolean wants(String name, long size);

        /** The content of a file that was wanted. */
        void file(String name, byte[] content);
    }

    /** Shows all files of an archive to {@code visitor}, and checks it to its last byte. */
    static void read(Path file, Visitor visitor) {
        try (ByteSource source = ByteSource.open(file, "a tar archive")) {
            new TarArchive(source, visitor).read();
        }
    }

    private void read() {
        while (true) {
            long at = source.offset();
            byte[] header = source.bytes(BLOCK, "a tar header or the end mark");
            if (isZero(header)) break;
            entry(header, at);
        }
        while (true) {                                                         // the second block of zeros, and padding to a record
            byte[] rest = source.upTo(BLOCK);
            if (rest.length == 0) return;
            if (!isZero(rest)) {
                throw new DataFileException("%s: goes on after the end mark, near byte %d, expected zeros".formatted(source.file(), source.offset()));
            }
            limit(0);
        }
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) if (b != 0) return false;
        return true;
    }

    private void entry(byte[] header, long at) {
        int sum = 0;
        for (int k = 0; k < BLOCK; k++) sum += k >= 148 && k < 156 ? ' ' : header[k] & 0xff;
        if (octal(header, 148, 8, at) != sum) {
            throw new DataFileException("%s: the tar header at byte %d has a wrong checksum, expected %o".formatted(source.file(), at, sum));
        }
        long size = octal(header, 124, 12, at);
        limit(size);
        switch (header[156]) {
            case 'L' -> longName = text(extension(size, at), 0, (int) size);
            case 'x' -> longName = paxPath(text(extension(size, at), 0, (int) size));
            case 'g' -> source.skip(padded(size), "a pax header");
            case '5' -> {
                String name = name(header);
                if (!name.isEmpty()) ArchiveNames.check(source.file(), name);  // "./" is the top folder
                source.skip(padded(size), "a folder");
            }
            case 0, '0' -> file(name(header), size);
            default -> throw new DataFileException("%s: the entry %s at byte %d is a link or a device, expected files and folders only"
                .formatted(source.file(), name(header), at));
        }
    }

    private void limit(long more) {
        if (source.offset() + more > MOST_BYTES) {
            throw new DataFileException("%s: unpacks to more than %d bytes, expected a data set".formatted(source.file(), MOST_BYTES));
        }
    }

    private byte[] extension(long size, long at) {
        if (size > LONGEST_NAME) {
            throw new DataFileException("%s: the name announced at byte %d has %d bytes, expected at most %d"
                .formatted(source.file(), at, size, LONGEST_NAME));
        }
        return source.bytes((int) padded(size), "a long name");
    }

    /** The record "length path=name" of a pax header, or null. */
    private static String paxPath(String records) {
        for (String record : records.split("\n")) {
            int start = record.indexOf(" path=");
            if (start > 0) return record.substring(start + 6);
        }
        return null;
    }

    private void file(String name, long size) {
        ArchiveNames.check(source.file(), name);
        if (!visitor.wants(name, size)) {
            source.skip(padded(size), name);
            return;
        }
        if (size > Integer.MAX_VALUE - BLOCK) {
            throw new DataFileException("%s: %s has %d bytes, more than one array holds".formatted(source.file(), name, size));
        }
        byte[] content = source.bytes((int) size, name);
        source.skip(padded(size) - size, name);
        visitor.file(name, content);
    }

    private String name(byte[] header) {
        String name = longName == null ? shortName(header) : longName;
        longName = null;
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private static String shortName(byte[] header) {
        String prefix = header[257] == 'u' && header[263] == '0' ? text(header, 345, 155) : "";      // GNU keeps times there
        return (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) end++;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private long octal(byte[] header, int from, int length, long at) {
        String digits = text(header, from, length).strip();
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '7')) {
            throw new DataFileException("%s: byte %d holds %s, expected an octal number of a tar header"
                .formatted(source.file(), at + from, printable(digits)));
        }
        return Long.parseLong(digits, 8);
    }

    private static String printable(String text) {
        return '"' + text.replaceAll("[^\\x20-\\x7e]", "?") + '"';
    }
}
