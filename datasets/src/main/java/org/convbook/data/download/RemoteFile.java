package org.convbook.data.download;

import java.net.URI;
import java.util.List;

/**
 * A public file whose content is known: its name, its length in bytes, its SHA-256 (64 lower-case hexadecimal digits) and the addresses
 * to get it from, best first. A name with a folder in it, another checksum or an address that is not http(s) is an
 * {@link IllegalArgumentException}.
 */
public record RemoteFile(String name, long bytes, String sha256, List<URI> mirrors) {
    /** Checks the parts and copies the list. */
    public RemoteFile {
        mirrors = List.copyOf(mirrors);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("RemoteFile: name \"" + name + "\", expected a plain file name");
        }
        if (bytes < 1 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("RemoteFile %s: %d bytes, SHA-256 \"%s\", expected a length above 0 and 64 hexadecimal digits"
                .formatted(name, bytes, sha256));
        }
        for (URI mirror : mirrors) {
            if (!fetchable(mirror)) {
                throw new IllegalArgumentException("RemoteFile " + name + ": address " + mirror + ", expected http or https and a host");
            }
        }
    }

    /** Whether this is an address that a file can be got from. */
    static boolean fetchable(URI address) {
        return List.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null;
    }
}
