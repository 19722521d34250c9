package org.convbook.data.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.convbook.data.DataFileException;
import org.convbook.data.Dataset;
import org.convbook.data.download.DataHome;

/**
 * CamVid: road scenes seen from a car, with a class for each pixel; 367 to train on, 101 to validate with, 233 to test with.
 * <pre>
 * image  {3, H, W}, red, green, blue, values in [0, 1]; the size of the files unless a form is given
 * mask   {H, W}, 0 to 10: sky, building, pole, road, pavement, tree, sign, fence, car, pedestrian, bicyclist; 255 unlabelled
 * </pre>
 * Looked for in the folder CONVBOOK_DATA: its folder {@code camvid}, with the folders {@code train}, {@code trainannot}, {@code val},
 * {@code valannot}, {@code test} and {@code testannot} in it, or in a folder or a zip in it. Its licence is for non-commercial use,
 * so nothing is downloaded and nothing stands in; for masks without any file see {@link org.convbook.data.synthetic.Cells}.
 * What is not there is a {@link DataFileException}. Neighbouring frames of a video look alike: keep the official parts.
 *
 * @see <a href="https://doi.org/10.1016/j.patrec.2008.04.005">Brostow, Fauqueur &amp; Cipolla 2009, Semantic object classes in video</a>
 */
public final class CamVid extends TrainTest {
    private static final String FIRST = "trainannot/";
    private static final List<String> CLASSES = List.of("sky", "building", "pole", "road", "pavement", "tree", "sign", "fence", "car",
        "pedestrian", "bicyclist", "unlabelled");

    private final Dataset validation;

    private CamVid(MaskFolder train, MaskFolder validation, MaskFolder test) {
        super(train, test, List.of());
        this.validation = validation;
    }

    /** From CONVBOOK_DATA, in the size of the files. */
    public static CamVid load() {
        return load(DataHome.fromEnvironment(), Optional.empty());
    }

    /** From CONVBOOK_DATA, every image and mask brought into a form. */
    public static CamVid load(ImageForm form) {
        return load(DataHome.fromEnvironment(), Optional.of(form));
    }

    static CamVid load(DataHome home, Optional<ImageForm> form) {
        Path own = home.own().orElseThrow(() -> new DataFileException(
            "CamVid was found nowhere; set CONVBOOK_DATA to a folder with camvid in it"));
        Path place = place(own).orElseThrow(() -> new DataFileException(
            "CamVid was not found in %s, expected a folder camvid with train, trainannot, val, valannot, test and testannot, or a zip of them"
            .formatted(own)));
        return read(place, form, "from CONVBOOK_DATA");
    }

    /** From a folder or archive with the six folders in it, or in a folder in it. */
    public static CamVid from(Path place, ImageForm form) {
        return read(place, Optional.of(form), "from " + place);
    }

    private static Optional<Path> place(Path own) {
        Path folder = own.resolve("camvid");
        if (Files.isDirectory(own.resolve(FIRST))) return Optional.of(own);
        if (!Files.isDirectory(folder)) return Optional.empty();
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> zip = files.filter(file -> file.getFileName().toString().matches("(?i)camvid.*\\.zip")).sorted().findFirst();
            return zip.isPresent() ? zip : Optional.of(folder);
        } catch (IOException e) {
            throw new DataFileException("%s: cannot be listed (%s)".formatted(folder, e.getMessage()), e);
        }
    }

    private static CamVid read(Path place, Optional<ImageForm> form, String source) {
        FileTree tree = FileTree.of(place);
        String inside = tree.names().stream().filter(name -> name.startsWith(FIRST) || name.contains("/" + FIRST)).findFirst()
            .map(name -> name.substring(0, name.indexOf(FIRST)))
            .orElseThrow(() -> new DataFileException("%s: no folder trainannot with masks, expected CamVid's six folders".formatted(place)));
        MaskFolder[] parts = new MaskFolder[3];
        String[] splits = {"train", "val", "test"};
        for (int k = 0; k < 3; k++) {
            MaskFolder.Place part = new MaskFolder.Place(tree, inside, splits[k], "CamVid " + splits[k], "road scenes of CamVid, " + source);
            ImageForm used = form.orElseGet(() -> MaskFolder.formOf(part));
            parts[k] = new MaskFolder(part, used, MaskFolder.names(part).orElse(CLASSES));
        }
        return new CamVid(parts[0], parts[1], parts[2]);
    }

    /** The images to choose settings by, while training. */
    public Dataset validation() {
        return validation;
    }
}
