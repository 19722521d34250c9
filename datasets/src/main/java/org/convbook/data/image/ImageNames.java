package org.convbook.data.image;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.convbook.data.DataFileException;

/** Tells images from other files by their names. */
final class ImageNames {
    private static final Set<String> READ = Set.of("png", "jpg", "jpeg", "bmp", "gif");
    private static final Set<String> NOT_READ = Set.of("webp", "tif", "tiff", "heic", "avif", "jp2", "ppm", "pgm", "svg");

    private ImageNames() { }

    /** The images below a folder of a tree, in order; one of a kind that cannot be read is a {@link DataFileException}. */
    static List<String> below(FileTree tree, String folder) {
        String start = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
        return tree.names().stream().filter(name -> name.startsWith(start) && isImage(tree, name)).toList();
    }

    private static boolean isImage(FileTree tree, String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (NOT_READ.contains(ending)) {
            throw new DataFileException("%s: is of a kind that cannot be read, expected PNG, JPEG, BMP or GIF".formatted(tree.where(name)));
        }
        return READ.contains(ending);
    }

    /** The name without folder and ending. */
    static String stem(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.substring(0, last.lastIndexOf('.') < 0 ? last.length() : last.lastIndexOf('.'));
    }
}
