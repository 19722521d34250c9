package org.convbook.data.image;

import java.nio.file.Path;
import java.util.Arrays;
import org.convbook.data.DataFileException;

/** Names of files in an archive, which may come from anywhere. */
final class ArchiveNames {
    private ArchiveNames() { }

    /** Refuses names that lead out of the archive, by a {@link DataFileException}. */
    static void check(Path archive, String name) {
        boolean absolute = name.startsWith("/") || name.indexOf(':') == 1;
        boolean strange = name.isEmpty() || name.indexOf('\\') >= 0 || name.chars().anyMatch(c -> c < ' ');
        if (absolute || strange || Arrays.asList(name.split("/")).contains("..")) {
            throw new DataFileException("%s: an entry is called \"%s\", expected a name inside the archive"
                .formatted(archive, name.replaceAll("\\p{Cntrl}", "?")));
        }
    }
}
