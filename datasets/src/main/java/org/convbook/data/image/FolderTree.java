package org.convbook.data.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convbook.data.DataFileException;

/** The files of a folder and the folders in it; links of the user's own are followed, and one that leads in a circle is refused. */
final class FolderTree extends FileTree {
    private final List<String> names;

    FolderTree(Path root) {
        super(root);
        try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            names = visible(files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString().replace('\\', '/')));
        } catch (IOException e) {
            throw unlisted(root, e);
        } catch (UncheckedIOException e) {
            throw unlisted(root, e.getCause());
        }
    }

    private static DataFileException unlisted(Path root, IOException e) {
        return new DataFileException("%s: cannot be listed (%s: %s)".formatted(root, e.getClass().getSimpleName(), e.getMessage()), e);
    }

    @Override List<String> names() {
        return names;
    }

    @Override byte[] read(String name) {
        Path file = place().resolve(name);
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) throw tooLarge(where(name), size);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DataFileException("%s: cannot be read (%s)".formatted(file, e.getClass().getSimpleName()), e);
        }
    }

    @Override String where(String name) {
        return place().resolve(name).toString();
    }
}
