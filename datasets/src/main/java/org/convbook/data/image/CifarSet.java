package org.convbook.data.image;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convbook.data.ByteImages;
import org.convbook.data.DataFileException;
import org.convbook.data.download.RemoteFile;

/**
 * What is known of CIFAR-10 or CIFAR-100: its name, the folder it usually lies in, the public archive, and how the files are called.
 * The files are read unpacked, or straight from the archive.
 */
record CifarSet(String name, String folder, RemoteFile archive, Labels labels, List<String> trainFiles, String testFile) implements PublicSet {
    private static final int SIDE = 32;

    /** How many label bytes a record has, which of them is meant, and the file with the class names, one a line, and how many they are. */
    record Labels(int bytes, int which, String names, int classes) { }

    @Override public List<RemoteFile> files() {
        return List.of(archive);
    }

    /** The same images with another of their labels. */
    CifarSet with(String otherName, Labels other) {
        return new CifarSet(otherName, folder, archive, other, trainFiles, testFile);
    }

    /** What the archive unpacks to: cifar-10-batches-bin or cifar-100-binary. */
    private String inner() {
        return archive.name().equals("cifar-10-binary.tar.gz") ? "cifar-10-batches-bin" : archive.name().replace(".tar.gz", "");
    }

    @Override public Optional<Pair> in(Path own, String source) {
        for (Path candidate : Stream.of(own.resolve(folder), own).flatMap(p -> Stream.of(p.resolve(inner()), p)).toList()) {
            if (holds(candidate, candidate.equals(own))) return Optional.of(unpacked(candidate, source));
            if (Files.isRegularFile(candidate.resolve(archive.name()))) return Optional.of(read(candidate, source));
        }
        return Optional.empty();
    }

    /** Whether any of the files is there; in the user's own folder itself, a test.bin alone may be anything. */
    private boolean holds(Path candidate, boolean own) {
        boolean records = find(candidate, testFile).isPresent() || find(candidate, trainFiles.get(0)).isPresent();
        return records && (!own || trainFiles.size() > 1 || find(candidate, labels.names).isPresent());
    }

    /** From the archive in this folder. */
    @Override public Pair read(Path place, String source) {
        Path file = place.resolve(archive.name());
        Map<String, CifarRecords> found = new HashMap<>();
        Map<String, List<String>> names = new HashMap<>();
        TarArchive.read(file, new TarArchive.Visitor() {
            @Override public boolean wants(String name, long size) {
                String last = last(name);
                return trainFiles.contains(last) || last.equals(testFile) || last.equals(labels.names);
            }

            @Override public void file(String name, byte[] content) {
                String where = file + ", " + name;
                if (last(name).equals(labels.names)) names.put(labels.names, names(where, content));
                else found.put(last(name), new CifarRecords(where, content, labels.bytes));
            }
        });
        List<String> needed = Stream.concat(trainFiles.stream(), Stream.of(testFile)).toList();
        for (String name : needed) if (!found.containsKey(name)) throw missing(file, name);
        if (names.isEmpty()) throw missing(file, labels.names);
        List<CifarRecords> train = trainFiles.stream().map(found::get).toList();
        List<String> classes = names.get(labels.names);
        return new Pair(images("train", train, classes, source), images("test", List.of(found.get(testFile)), classes, source));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private DataFileException missing(Path place, String file) {
        return new DataFileException("%s: %s is not there, which %s needs".formatted(place, file, name));
    }

    /** From the unpacked files; those of the training batches may be fewer than all. */
    Pair unpacked(Path place, String source) {
        List<Path> train = trainFiles.stream().map(file -> find(place, file)).flatMap(Optional::stream).toList();
        if (train.isEmpty()) throw missing(place, trainFiles.get(0));
        Path test = find(place, testFile).orElseThrow(() -> missing(place, testFile));
        Path nameFile = find(place, labels.names).orElseThrow(() -> missing(place, labels.names));
        List<String> names;
        try (ByteSource in = ByteSource.open(nameFile, "class names")) {
            names = names(nameFile.toString(), in.upToEnd());
        }
        return new Pair(images("train", train.stream().map(file -> CifarRecords.read(file, labels.bytes)).toList(), names, source),
            images("test", List.of(CifarRecords.read(test, labels.bytes)), names, source));
    }

    private static Optional<Path> find(Path place, String file) {
        return Stream.of(place.resolve(file), place.resolve(file + ".gz")).filter(Files::isRegularFile).findFirst();
    }

    private List<String> names(String where, byte[] content) {
        List<String> names = new String(content, StandardCharsets.UTF_8).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (names.size() != labels.classes) {
            throw new DataFileException("%s: %d class names, expected %d, one a line".formatted(where, names.size(), labels.classes));
        }
        return names;
    }

    private ByteImages images(String part, List<CifarRecords> files, List<String> classes, String source) {
        int count = files.stream().mapToInt(CifarRecords::count).sum();
        byte[] pixels = new byte[Math.multiplyExact(count, CifarRecords.IMAGE)];
        byte[] numbers = new byte[count];
        int at = 0;
        for (CifarRecords file : files) {
            file.labels(labels.which, labels.classes, numbers, at);
            file.pixels(pixels, at);
            at += file.count();
        }
        int official = part.equals("train") ? 50_000 : 10_000;
        String origin = "%s, %d images%s, %s".formatted(name, count, count == official ? "" : " of " + official, source);
        return new ByteImages(new ByteImages.About(name + " " + part, origin, false, classes, List.of(3, SIDE, SIDE)), pixels, numbers);
    }
}
