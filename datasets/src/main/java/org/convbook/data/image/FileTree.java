package org.convbook.data.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.convbook.data.DataFileException;

/** Named files to read in any order, from several threads: those of a folder, of a zip or of a tar archive. Names have forward slashes. */
abstract class FileTree {
    /** No single file is larger: an archive that says so is refused before it is unpacked. */
    static final int MOST_BYTES = 1 << 28;

    private final Path place;

    FileTree(Path place) {
        this.place = place;
    }

    /** A folder, or an archive told by its name: .zip, .tar, .tar.gz or .tgz. */
    static FileTree of(Path place) {
        if (Files.isDirectory(place)) return new FolderTree(place);
        if (!Files.isRegularFile(place)) throw new DataFileException(place + ": is not there, expected a folder or a zip or tar archive");
        String name = place.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".zip")) return new ZipTree(place);
        if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz")) return new TarTree(place);
        throw new DataFileException(place + ": is neither a folder nor an archive, expected a name that ends in .zip, .tar, .tar.gz or .tgz");
    }

    /** All files, sorted, without hidden ones. */
    abstract List<String> names();

    /** The content of one of them; what cannot be read is a {@link DataFileException}. */
    abstract byte[] read(String name);

    /** How to call one of them in an error. */
    String where(String name) {
        return place + ", " + name;
    }

    final Path place() {
        return place;
    }

    static List<String> visible(Stream<String> names) {
        return names.filter(name -> Stream.of(name.split("/")).noneMatch(part -> part.startsWith(".") || part.equals("__MACOSX"))).sorted().toList();
    }

    static DataFileException tooLarge(String where, long bytes) {
        return new DataFileException("%s: %d bytes, expected at most %d".formatted(where, bytes, MOST_BYTES));
    }
}
