package org.convbook.data.image;

import java.nio.file.Path;
import java.util.List;
import org.convbook.data.DataFileException;

/**
 * Images in one folder for each class: PNG, JPEG, BMP or GIF, in a folder or in a zip or tar archive.
 * <pre>
 * cats/tom.jpg        class 0, "cats"
 * cats/more/kit.png   class 0 too
 * dogs/rex.png        class 1, "dogs"
 *
 * var pets = ImageFolder.of(Path.of("pets"), ImageForm.rgb(64, 64).cropped());
 * </pre>
 * Classes and images come in alphabetical order. A file is read when its image is first asked for, and then kept within bounds of
 * memory. One that is damaged, of another kind, or of another size than the form allows is a {@link DataFileException} at that moment;
 * {@link #check} finds them all at once. Other files are passed over, as are hidden ones; the direction that a camera noted is not.
 * An image outside the folders, or none at all, is a {@link DataFileException} at once.
 */
public final class ImageFolder extends ImageFiles {
    private final List<String> classes;
    private final List<String> images;
    private final int[] labels;

    ImageFolder(FileTree tree, String inside, ImageForm form, String name, String source) {
        super(tree, form, name, source);
        String start = inside.isEmpty() || inside.endsWith("/") ? inside : inside + "/";
        images = ImageNames.below(tree, inside);
        if (images.isEmpty()) {
            throw new DataFileException("%s: no images in a folder for each class, expected PNG, JPEG, BMP or GIF".formatted(tree.where(inside)));
        }
        classes = images.stream().map(image -> classOf(image, start)).distinct().sorted().toList();
        labels = images.stream().mapToInt(image -> classes.indexOf(classOf(image, start))).toArray();
    }

    private String classOf(String image, String start) {
        int end = image.indexOf('/', start.length());
        if (end < 0) throw new DataFileException("%s: lies in no class's folder, expected a folder for each class".formatted(tree.where(image)));
        return image.substring(start.length(), end);
    }

    /** All images of a folder or archive. */
    public static ImageFolder of(Path place, ImageForm form) {
        return of(place, "", form);
    }

    /** Those below a folder inside it, such as "pets/train". */
    public static ImageFolder of(Path place, String inside, ImageForm form) {
        String name = inside.isEmpty() ? place.toAbsolutePath().normalize().getFileName().toString() : inside;
        return new ImageFolder(FileTree.of(place), inside, form, name, "images from " + place);
    }

    /** Reads every image once; the first that cannot be read is a {@link DataFileException}. */
    public ImageFolder check() {
        readAll();
        return this;
    }

    @Override public int size() {
        return images.size();
    }

    @Override public List<String> classes() {
        return classes;
    }

    @Override public int label(int i) {
        return labels[i];
    }

    /** The name of the file of image {@code i}, from the folder or archive on. */
    public String file(int i) {
        return images.get(i);
    }

    @Override byte[] read(int i) {
        return ImageDecoder.image(tree.read(images.get(i)), tree.where(images.get(i)), form);
    }
}
