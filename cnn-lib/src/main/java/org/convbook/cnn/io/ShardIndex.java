package org.convbook.cnn.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The index of tensors that lie in several safetensors files beside it:
 * {@code {"weight_map": {"fc.weight": "model-00001-of-00002.safetensors"}}}.
 */
final class ShardIndex {
    private static final long LONGEST = 10_000_000;

    private ShardIndex() {}

    /** All tensors of the files, each from the one that the index names. */
    static Map<String, Safetensors.Entry> read(Path index) {
        Map<?, ?> places = places(index);
        Set<String> files = new LinkedHashSet<>();
        places.forEach((name, file) -> {
            if (!(file instanceof String f) || !f.matches("[\\w.-]+\\.safetensors")) {
                throw bad(index, name, "lies in " + Json.quote(file.toString()) + "; expected the name of a safetensors file beside the index");
            }
            files.add(f);
        });
        Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
        for (String file : files) {
            Map<String, Safetensors.Entry> shard = Safetensors.read(index.resolveSibling(file)).tensors();
            places.forEach((name, in) -> {
                if (!file.equals(in)) return;
                if (!shard.containsKey(name)) throw bad(index, name, "is not in " + file + ", where it should be");
                tensors.put((String) name, shard.get(name));
            });
        }
        return tensors;
    }

    private static CheckpointException bad(Path index, Object name, String problem) {
        return new CheckpointException(index + ": " + Json.quote(name.toString()) + " " + problem);
    }

    private static Map<?, ?> places(Path index) {
        try {
            long length = Files.size(index);
            if (length > LONGEST) throw new CheckpointException(index + ": holds " + length + " bytes; expected an index of at most " + LONGEST);
            Object json = Json.read(Files.readAllBytes(index));
            if (json instanceof Map<?, ?> all && all.get("weight_map") instanceof Map<?, ?> map) return map;
            throw new CheckpointException(index + ": has no \"weight_map\"; expected the index of a safetensors model");
        } catch (Json.Malformed e) {
            throw new CheckpointException(index + ": at offset " + e.offset + " expected " + e.getMessage());
        } catch (IOException e) {
            throw WeightFile.unreadable(index, e);
        }
    }
}
