package org.convbook.data.image;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.convbook.data.DataFileException;
import org.convbook.data.transform.Mask;

/**
 * Images with a mask of each, in the layout of CamVid, in a folder or in a zip or tar archive.
 * <pre>
 * classes.txt          the names of the classes, one a line; line 1 is class 0
 * train/ID.jpg         the images: PNG, JPEG, BMP or GIF
 * trainannot/ID.png    their masks: grey or indexed PNG, the number of a pixel is its class, 255 for none
 * train.txt            the IDs, one a line, in order; without this file all images, in alphabetical order
 *
 * var train = MaskFolder.of(Path.of("camvid.zip"), "camvid", "train", ImageForm.rgb(96, 128).stretched());
 * </pre>
 * A class whose name starts with unlabelled, unlabeled or void is none: it is not listed, its pixels get {@link #ignoreIndex}, and the
 * classes after it move up. Files are read when they are first asked for, and then kept within bounds of memory. An image without mask,
 * a mask without image or a missing file of the list is a {@link DataFileException} at once; a damaged file, a mask of another size than
 * its image, or a pixel without class is one when it is read, or by {@link #check}.
 *
 * @see <a href="https://doi.org/10.1016/j.patrec.2008.04.005">Brostow, Fauqueur &amp; Cipolla 2009, Semantic object classes in video</a>
 */
public final class MaskFolder extends ImageFiles {
    private static final List<String> NONE = List.of("unlabelled", "unlabeled", "void");

    private final List<String> classes;
    private final byte[] labelOf = new byte[256];      // by the number in the file
    private final int known;
    private final List<Item> items;

    private record Item(String image, String mask) { }

    /** Where a part of a set lies, what it is called, and where it came from. */
    record Place(FileTree tree, String inside, String split, String name, String source) {
        private String path(String file) {
            return inside.isEmpty() || inside.endsWith("/") ? inside + file : inside + "/" + file;
        }
    }

    MaskFolder(Place place, ImageForm form, List<String> names) {
        super(place.tree, form, place.name, place.source);
        known = names.size();
        classes = names.stream().filter(n -> !isNone(n)).toList();
        for (int k = 0, label = 0; k < known; k++) labelOf[k] = (byte) (isNone(names.get(k)) ? Mask.NO_CLASS : label++);
        labelOf[Mask.NO_CLASS] = (byte) Mask.NO_CLASS;
        items = items(place);
    }

    private static boolean isNone(String className) {
        return NONE.stream().anyMatch(className::startsWith);
    }

    /** One part, such as "train", below a folder inside a folder or archive; "" for the top. */
    public static MaskFolder of(Path place, String inside, String split, ImageForm form) {
        FileTree tree = FileTree.of(place);
        Place part = new Place(tree, inside, split, split, "images with masks from " + place);
        return new MaskFolder(part, form, names(part).orElseThrow(() -> new DataFileException(
            "%s: is not there, expected the names of the classes, one a line".formatted(tree.where(part.path("classes.txt"))))));
    }

    /** The classes that the file classes.txt names, if there is one. */
    static Optional<List<String>> names(Place place) {
        String file = place.path("classes.txt");
        if (!place.tree.names().contains(file)) return Optional.empty();
        List<String> names = lines(place.tree, file);
        if (names.isEmpty() || names.size() >= Mask.NO_CLASS) {
            throw new DataFileException("%s: names %d classes, expected 1 to 254, one a line".formatted(place.tree.where(file), names.size()));
        }
        return Optional.of(names);
    }

    private static List<String> lines(FileTree tree, String file) {
        return new String(tree.read(file), StandardCharsets.UTF_8).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** The form of a part's first image, in colour: every other must have the same size. */
    static ImageForm formOf(Place place) {
        List<String> images = images(place, place.split);
        int[] size = ImageDecoder.size(place.tree.read(images.get(0)), place.tree.where(images.get(0)));
        return ImageForm.rgb(size[0], size[1]);
    }

    private static List<String> images(Place place, String folder) {
        List<String> images = ImageNames.below(place.tree, place.path(folder));
        if (!images.isEmpty()) return images;
        throw new DataFileException("%s: no images there, expected PNG, JPEG, BMP or GIF".formatted(place.tree.where(place.path(folder))));
    }

    private static Map<String, String> byId(Place place, String folder) {
        Map<String, String> byId = new HashMap<>();
        for (String image : images(place, folder)) {
            String other = byId.put(ImageNames.stem(image), image);
            if (other != null) {
                throw new DataFileException("%s: has the same name as %s, expected one file for each".formatted(place.tree.where(image), other));
            }
        }
        return byId;
    }

    private static List<Item> items(Place place) {
        Map<String, String> images = byId(place, place.split);
        Map<String, String> masks = byId(place, place.split + "annot");
        String list = place.path(place.split + ".txt");
        boolean listed = place.tree.names().contains(list);
        Stream<String> ids = listed ? lines(place.tree, list).stream().map(line -> ImageNames.stem(line.split("\\s+")[0]))
            : Stream.concat(images.keySet().stream(), masks.keySet().stream()).distinct().sorted();
        return ids.map(id -> new Item(required(place, place.split, id, images), required(place, place.split + "annot", id, masks))).toList();
    }

    private static String required(Place place, String folder, String id, Map<String, String> files) {
        String file = files.get(id);
        if (file != null) return file;
        throw new DataFileException("%s: no file for \"%s\", expected an image and its mask".formatted(place.tree.where(place.path(folder)), id));
    }

    /** Reads every image and mask once; the first that cannot be read is a {@link DataFileException}. */
    public MaskFolder check() {
        readAll();
        return this;
    }

    private int area() {
        return form.height() * form.width();
    }

    /** The image, then its labels. */
    @Override byte[] read(int i) {
        Item item = items.get(i);
        byte[] image = ImageDecoder.image(tree.read(item.image), tree.where(item.image), form);
        byte[] mask = mask(tree.read(item.mask), item);
        byte[] both = Arrays.copyOf(image, image.length + mask.length);
        System.arraycopy(mask, 0, both, image.length, mask.length);
        return both;
    }

    private byte[] mask(byte[] file, Item item) {
        String where = tree.where(item.mask);
        int[] size = ImageDecoder.size(file, where);
        int[] expected = ImageDecoder.size(tree.read(item.image), tree.where(item.image));
        if (size[0] != expected[0] || size[1] != expected[1]) {
            throw new DataFileException("%s: %dx%d pixels, expected %dx%d as its image has"
                .formatted(where, size[0], size[1], expected[0], expected[1]));
        }
        byte[] mask = ImageDecoder.mask(file, where, form);
        for (int p = 0; p < mask.length; p++) {
            int number = mask[p] & 0xff;
            if (number >= known && number != Mask.NO_CLASS) {
                throw new DataFileException("%s: the pixel of row %d and column %d holds %d, expected 0 to %d, or 255 for none"
                    .formatted(where, p / form.width(), p % form.width(), number, known - 1));
            }
            mask[p] = labelOf[number];
        }
        return mask;
    }

    @Override public int size() {
        return items.size();
    }

    @Override public List<String> classes() {
        return classes;
    }

    @Override public int label(int i) {
        throw new UnsupportedOperationException(name() + ": image " + i + " has a label for each pixel; read mask");
    }

    @Override public boolean pixelLabels() {
        return true;
    }

    @Override public void mask(int i, int[] into, int offset) {
        Objects.checkIndex(i, items.size());
        Objects.checkFromIndexSize(offset, area(), into.length);
        byte[] bytes = bytes(i);
        for (int k = 0, p = bytes.length - area(); k < area(); k++, p++) into[offset + k] = bytes[p] & 0xff;
    }
}
