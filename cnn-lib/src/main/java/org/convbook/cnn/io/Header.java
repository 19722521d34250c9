package org.convbook.cnn.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convbook.cnn.backend.Shape;

/** What a safetensors header says, checked against the length of the file before anything is read or allocated by it. */
final class Header {
    static final String METADATA = "__metadata__";
    private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

    private final Path file;
    private final long dataStart;
    private final long dataLength;
    final List<Item> items = new ArrayList<>();
    final Map<String, String> metadata = new LinkedHashMap<>();

    /** One tensor: its bytes are [begin, end) of the data, which starts behind the header. */
    record Item(String name, Dtype dtype, Shape shape, long begin, long end) {}

    /** Reads a header of a file whose data starts and ends at these offsets. */
    Header(Path file, byte[] text, long dataStart, long fileLength) {
        this.file = file;
        this.dataStart = dataStart;
        this.dataLength = fileLength - dataStart;
        try {
            if (!(Json.read(text) instanceof Map<?, ?> entries)) throw new Json.Malformed(0, "an object");
            entries.forEach((name, value) -> entry((String) name, value));
        } catch (Json.Malformed e) {
            throw new CheckpointException(file + ": at offset " + (8 + e.offset) + ", in the header, expected " + e.getMessage());
        }
        checkThatDataIsCovered();
    }

    private CheckpointException bad(String name, String problem) {
        return new CheckpointException(file + ": in the header at offset 8, tensor " + Json.quote(name) + " " + problem);
    }

    private void entry(String name, Object value) {
        if (!(value instanceof Map<?, ?> entry)) throw bad(name, "is no object; expected dtype, shape and data_offsets");
        if (name.equals(METADATA)) {
            entry.forEach((key, text) -> {
                if (!(text instanceof String)) throw bad(name, "has a value that is no string at \"" + key + "\"; expected strings only");
                metadata.put((String) key, (String) text);
            });
            return;
        }
        if (!entry.keySet().equals(KEYS)) throw bad(name, "has " + entry.keySet() + "; expected dtype, shape and data_offsets");
        Dtype dtype = Dtype.of(entry.get("dtype"));
        if (dtype == null) throw bad(name, "has dtype " + entry.get("dtype") + "; expected one of " + List.of(Dtype.values()));
        Shape shape = shape(name, entry.get("shape"));
        List<Long> offsets = integers(entry.get("data_offsets"));
        if (offsets == null || offsets.size() != 2) throw bad(name, "has data_offsets " + entry.get("data_offsets") + "; expected two integers");
        items.add(checked(new Item(name, dtype, shape, offsets.get(0), offsets.get(1))));
    }

    private static List<Long> integers(Object value) {
        if (!(value instanceof List<?> list)) return null;
        List<Long> integers = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Long i) || i < 0) return null;
            integers.add(i);
        }
        return integers;
    }

    private Shape shape(String name, Object value) {
        List<Long> sizes = integers(value);
        if (sizes == null) throw bad(name, "has shape " + value + "; expected a list of sizes");
        if (sizes.stream().anyMatch(s -> s > Integer.MAX_VALUE)) throw bad(name, "has shape " + value + "; expected sizes below 2^31");
        try {
            return Shape.of(sizes.stream().mapToInt(Long::intValue).toArray());
        } catch (IllegalArgumentException e) {
            throw bad(name, "has shape " + value + "; expected less than 2^31 values");
        }
    }

    private Item checked(Item item) {
        long needed = (long) item.dtype.bytes * item.shape.count();
        if (item.begin > item.end || item.end > dataLength) {
            throw bad(item.name, "has data_offsets [" + item.begin + ", " + item.end + "]; expected a part of the " + dataLength
                + " bytes that follow offset " + dataStart);
        }
        if (item.end - item.begin != needed) {
            throw bad(item.name, "has " + (item.end - item.begin) + " bytes of data; expected " + needed + " for " + item.dtype + " " + item.shape);
        }
        return item;
    }

    /** The format wants every byte of the data to belong to one tensor. Leaves the items in the order of their data. */
    private void checkThatDataIsCovered() {
        items.sort(Comparator.comparingLong(Item::begin).thenComparingLong(Item::end));
        long at = 0;
        for (Item item : items) {
            if (item.begin != at) {
                throw bad(item.name, "starts at byte " + item.begin + " of the data; expected " + at + ", where the tensor before it ends");
            }
            at = item.end;
        }
        if (at != dataLength) {
            throw new CheckpointException(file + ": " + (dataLength - at) + " bytes at offset " + (dataStart + at)
                + " belong to no tensor; expected the file to end there");
        }
    }

    /** The header of float32 tensors that lie one behind the other, padded with blanks to a multiple of 8 bytes. */
    static String write(Map<String, Safetensors.Entry> tensors, Map<String, String> metadata) {
        StringBuilder text = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            metadata.forEach((key, value) -> pairs.add(Json.quote(key) + ":" + Json.quote(value)));
            text.append(Json.quote(METADATA)).append(":{").append(String.join(",", pairs)).append("}");
        }
        long at = 0;
        for (Map.Entry<String, Safetensors.Entry> t : tensors.entrySet()) {
            long end = at + (long) Float.BYTES * t.getValue().values().length;
            if (text.length() > 1) text.append(',');
            text.append(Json.quote(t.getKey())).append(":{\"dtype\":\"F32\",\"shape\":")
                .append(t.getValue().shape().toString().replace(" ", ""))
                .append(",\"data_offsets\":[").append(at).append(',').append(end).append("]}");
            at = end;
        }
        return text.append('}').toString();
    }
}
