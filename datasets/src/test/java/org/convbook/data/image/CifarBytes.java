package org.convbook.data.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convbook.data.SplitMix;

/** CIFAR files for tests. */
final class CifarBytes {
    private CifarBytes() { }

    /** n records of CIFAR-10 (one label byte, classes 0 1 ... 9 0 ...) or CIFAR-100 (two, class i and superclass i / 5). */
    static byte[] records(int n, int labelBytes) {
        byte[] bytes = new byte[n * (labelBytes + 3072)];
        SplitMix rng = SplitMix.of(n, labelBytes);
        for (int i = 0, p = 0; i < n; i++) {
            int label = labelBytes == 1 ? i % 10 : i % 100;
            if (labelBytes == 2) bytes[p++] = (byte) (label / 5);
            bytes[p++] = (byte) label;
            for (int k = 0; k < 3072; k++) bytes[p++] = (byte) rng.nextInt();
        }
        return bytes;
    }

    static byte[] names(int n) {
        return IntStream.range(0, n).mapToObj(k -> "name " + k + "\n").collect(Collectors.joining("", "", "\n")).getBytes(StandardCharsets.UTF_8);
    }

    /** The files of CIFAR-10 with so many records in each. */
    static Map<String, byte[]> cifar10(int perBatch, int test) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("batches.meta.txt", names(10));
        for (int k = 1; k <= 5; k++) files.put("data_batch_" + k + ".bin", records(perBatch + k, 1));
        files.put("readme.html", "<html></html>".getBytes(StandardCharsets.UTF_8));
        files.put("test_batch.bin", records(test, 1));
        return files;
    }

    /** The files of CIFAR-100. */
    static Map<String, byte[]> cifar100(int train, int test) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("fine_label_names.txt", names(100));
        files.put("coarse_label_names.txt", names(20));
        files.put("train.bin", records(train, 2));
        files.put("test.bin", records(test, 2));
        return files;
    }

    static Path write(Path folder, Map<String, byte[]> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return folder;
    }
}
