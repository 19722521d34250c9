package org.convbook.data.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.convbook.data.DataFileException;

/** The files of a zip, unpacked when they are read. The file stays open until this is forgotten. */
final class ZipTree extends FileTree {
    private final ZipFile zip;
    private final List<String> names;

    ZipTree(Path place) {
        super(place);
        try {
            zip = new ZipFile(place.toFile());
            zip.stream().forEach(entry -> ArchiveNames.check(place, entry.getName()));
            names = visible(zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName));
        } catch (IOException e) {
            throw new DataFileException("%s: cannot be read as a zip archive (%s)".formatted(place, e.getMessage()), e);
        }
    }

    @Override List<String> names() {
        return names;
    }

    @Override byte[] read(String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry.getSize() > MOST_BYTES) throw tooLarge(where(name), entry.getSize());
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(MOST_BYTES);                        // grows with what is there, whatever the entry says
            if (entry.getSize() >= 0 && content.length != entry.getSize()) {
                throw new IOException("%d bytes, %d were promised".formatted(content.length, entry.getSize()));
            }
            if (in.read() >= 0) throw tooLarge(where(name), entry.getSize());
            return content;
        } catch (IOException e) {
            throw new DataFileException("%s: damaged (%s)".formatted(where(name), e.getMessage()), e);
        }
    }
}
