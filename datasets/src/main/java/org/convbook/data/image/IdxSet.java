package org.convbook.data.image;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.convbook.data.ByteImages;
import org.convbook.data.DataFileException;
import org.convbook.data.download.RemoteFile;

/**
 * What is known of a data set of four IDX files: its name, the folder it usually lies in, its classes, and the public files in the order
 * training images, training labels, test images, test labels.
 */
record IdxSet(String name, String folder, List<String> classes, List<RemoteFile> files) implements PublicSet {
    private static final int SIDE = 28;
    private static final List<String> NAMES = List.of(
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    /** The public form: gzip files with these lengths and checksums, in the order of {@link #files}. */
    static IdxSet of(String name, String folder, List<String> classes, List<String> mirrors, String... lengthAndSha256) {
        List<RemoteFile> files = Stream.iterate(0, k -> k < NAMES.size(), k -> k + 1).map(k -> {
            String file = NAMES.get(k) + ".gz";
            List<URI> addresses = mirrors.stream().map(base -> URI.create(base + file)).toList();
            return new RemoteFile(file, Long.parseLong(lengthAndSha256[2 * k]), lengthAndSha256[2 * k + 1], addresses);
        }).toList();
        return new IdxSet(name, folder, List.copyOf(classes), files);
    }

    @Override public Optional<Pair> in(Path own, String source) {
        for (Path candidate : List.of(own.resolve(folder), own)) {
            boolean other = candidate.equals(own) && fashion(own) != fashion(Path.of(folder));
            if (!other && NAMES.stream().anyMatch(file -> find(candidate, file).isPresent())) return Optional.of(read(candidate, source));
        }
        return Optional.empty();
    }

    /** MNIST and Fashion-MNIST use the same file names; only the folder tells them apart. */
    private static boolean fashion(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return last != null && last.toString().contains("fashion");
    }

    @Override public Pair read(Path folder, String source) {
        List<Path> found = NAMES.stream().map(file -> find(folder, file).orElseThrow(() -> new DataFileException(
            "%s: neither %s nor %s.gz is there, one of which %s needs".formatted(folder, file, file, name)))).toList();
        return new Pair(images("train", found.get(0), found.get(1), source), images("test", found.get(2), found.get(3), source));
    }

    /** The unpacked file, its gzip form, or the same with the dot that some distributions have. */
    private static Optional<Path> find(Path folder, String file) {
        String dotted = file.replace("-idx", ".idx");
        return Stream.of(file, file + ".gz", dotted, dotted + ".gz").map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    private ByteImages images(String part, Path imageFile, Path labelFile, String source) {
        IdxFile.Content images = IdxFile.read(imageFile, SIDE, SIDE);
        IdxFile.Content labels = IdxFile.read(labelFile);
        if (images.count() != labels.count()) {
            throw new DataFileException("%s: %d labels, expected %d, one for each image of %s"
                .formatted(labelFile, labels.count(), images.count(), imageFile.getFileName()));
        }
        for (int i = 0; i < labels.count(); i++) {
            int label = labels.values()[i] & 0xff;
            if (label >= classes.size()) {
                throw new DataFileException("%s: byte %d holds label %d, expected 0 to %d".formatted(labelFile, 8 + i, label, classes.size() - 1));
            }
        }
        String origin = "%s, %d images, %s".formatted(name, images.count(), source);
        var about = new ByteImages.About(name + " " + part, origin, false, classes, List.of(1, SIDE, SIDE));
        return new ByteImages(about, images.values(), labels.values());
    }
}
