package org.convbook.data.image;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convbook.data.DataFileException;

/** The files of a tar archive, held in memory as they are in it: such an archive can only be read from start to end. */
final class TarTree extends FileTree {
    private static final long MOST_HELD = 1L << 30;

    private final Map<String, byte[]> files = new HashMap<>();
    private final List<String> names;
    private long held;

    TarTree(Path place) {
        super(place);
        TarArchive.read(place, new TarArchive.Visitor() {
            @Override public boolean wants(String name, long size) {
                if (size > MOST_BYTES) throw tooLarge(where(name), size);
                return true;
            }

            @Override public void file(String name, byte[] content) {
                held += content.length;
                if (held > MOST_HELD) {
                    throw new DataFileException("%s: holds more than %d bytes of files, expected less; unpack it into a folder"
                        .formatted(place, MOST_HELD));
                }
                if (files.put(name, content) != null) throw new DataFileException("%s: occurs twice, expected each file once".formatted(where(name)));
            }
        });
        names = visible(files.keySet().stream());
    }

    @Override List<String> names() {
        return names;
    }

    @Override byte[] read(String name) {
        return files.get(name);
    }
}
