package org.convbook.cnn.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.io.ProtoReader.Field;
import org.convbook.cnn.io.ProtoReader.Range;

/**
 * The weights in an ONNX file: the initialisers of its graph that hold floating-point numbers (float, float16, bfloat16, double), by name. What
 * the graph computes is not read.
 * <pre>
 * ModelProto   7 graph
 * GraphProto   5 initializer
 * TensorProto  1 dims, 2 data_type, 4 float_data, 5 int32_data (16-bit floats), 8 name, 9 raw_data, 10 double_data, 14 data_location
 * </pre>
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">ONNX, onnx.proto</a>
 */
final class OnnxWeights {
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int DIMS = 1;
    private static final int DATA_TYPE = 2;
    private static final int FLOAT_DATA = 4;
    private static final int INT32_DATA = 5;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;
    private static final int DOUBLE_DATA = 10;
    private static final int DATA_LOCATION = 14;
    private static final int MOST_AXES = 16;

    private static final Map<Long, Dtype> TYPES = Map.of(1L, Dtype.F32, 10L, Dtype.F16, 11L, Dtype.F64, 16L, Dtype.BF16);

    private final Path file;
    private final ProtoReader reader;
    private final Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();

    private OnnxWeights(Path file, ProtoReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /** Reads a file; one that is damaged, or keeps its weights in another file, is a {@link CheckpointException}. */
    static Map<String, Safetensors.Entry> read(Path file, FileChannel channel) throws IOException {
        OnnxWeights weights = new OnnxWeights(file, new ProtoReader(file, channel));
        ProtoReader reader = weights.reader;
        int[] graphs = {0};
        reader.message(new Range(0, channel.size()), field -> {
            if (field.number() != MODEL_GRAPH) return;
            weights.expectBytes(field, "a graph");
            if (++graphs[0] > 1) throw reader.bad(field.bytes().start(), "one graph, got another");
            reader.message(field.bytes(), part -> {
                if (part.number() == GRAPH_INITIALIZER) weights.tensor(part);
            });
        });
        if (graphs[0] == 0) throw new CheckpointException(file + ": holds no graph; expected an ONNX model");
        return Collections.unmodifiableMap(weights.tensors);
    }

    private void expectBytes(Field field, String what) {
        if (field.bytes() == null) throw reader.bad(reader.offset(), what + ", got a number");
    }

    /** What is said about one tensor, in any order. */
    private static final class Tensor {
        final List<Long> dims = new ArrayList<>();
        final List<Field> data = new ArrayList<>();
        String name = "";
        long type;
        boolean elsewhere;
    }

    private void tensor(Field message) throws IOException {
        expectBytes(message, "an initializer");
        Tensor t = new Tensor();
        reader.message(message.bytes(), field -> {
            switch (field.number()) {
                case DIMS -> dims(field, t.dims);
                case DATA_TYPE -> t.type = field.value();
                case NAME -> {
                    expectBytes(field, "a name");
                    t.name = reader.text(field.bytes());
                }
                case FLOAT_DATA, INT32_DATA, RAW_DATA, DOUBLE_DATA -> t.data.add(field);
                case DATA_LOCATION -> t.elsewhere = field.value() != 0;
                default -> { }   // segments and other types are no weights; texts do not matter
            }
        });
        Dtype dtype = TYPES.get(t.type);
        if (dtype == null) return;   // integers say shapes and axes
        if (t.elsewhere) throw bad(t, "lies in another file; save the model with its weights inside (onnx.save without external data)");
        Safetensors.Entry entry = new Safetensors.Entry(shape(t), values(t, dtype));
        if (tensors.put(t.name, entry) != null) throw bad(t, "is there twice; expected each name once");
    }

    private CheckpointException bad(Tensor t, String problem) {
        return new CheckpointException(file + ": initializer " + Json.quote(t.name) + " " + problem);
    }

    /** One size, or several packed. */
    private void dims(Field field, List<Long> to) throws IOException {
        if (field.kind() == ProtoReader.VARINT) to.add(field.value());
        if (field.kind() == ProtoReader.BYTES) {
            reader.seek(field.bytes().start());
            while (reader.offset() < field.bytes().end() && to.size() <= MOST_AXES) to.add(reader.varint(field.bytes().end()));
        }
        if (to.size() > MOST_AXES) throw reader.bad(reader.offset(), "at most " + MOST_AXES + " sizes of a tensor");
    }

    private Shape shape(Tensor t) {
        if (t.dims.stream().anyMatch(d -> d < 0 || d > Integer.MAX_VALUE)) {
            throw bad(t, "has sizes " + t.dims + "; expected each from 0 to below 2^31");
        }
        try {
            return Shape.of(t.dims.stream().mapToInt(Long::intValue).toArray());
        } catch (IllegalArgumentException e) {
            throw bad(t, "has sizes " + t.dims + "; expected less than 2^31 values");
        }
    }

    /** The bytes that are there decide how much is allocated, and only if they are what the sizes ask for. */
    private float[] values(Tensor t, Dtype dtype) throws IOException {
        int count = shape(t).count();
        int typed = switch (dtype) {
            case F32 -> FLOAT_DATA;
            case F64 -> DOUBLE_DATA;
            default -> INT32_DATA;
        };
        boolean raw = t.data.stream().anyMatch(f -> f.number() == RAW_DATA);
        List<Field> data = t.data.stream().filter(f -> f.number() == (raw ? RAW_DATA : typed)).toList();
        if (!raw && typed == INT32_DATA) return halves(t, data, dtype, count);
        long bytes = 0;
        for (Field f : data) {
            if (f.bytes() == null) throw bad(t, "has a number in place of its data; expected bytes");
            bytes += f.bytes().length();
        }
        if (raw && data.size() > 1) throw bad(t, "has raw_data " + data.size() + " times; expected it once");
        if (bytes != (long) count * dtype.bytes) {
            throw bad(t, "has " + bytes + " bytes of data; expected " + (long) count * dtype.bytes + " for " + dtype + " " + t.dims);
        }
        float[] values = new float[count];
        int at = 0;
        for (Field f : data) {
            if (f.bytes().length() % dtype.bytes != 0) {
                throw bad(t, "has a part of " + f.bytes().length() + " bytes; expected whole values of " + dtype.bytes);
            }
            reader.values(f.bytes(), dtype, values, at);
            at += (int) (f.bytes().length() / dtype.bytes);
        }
        return values;
    }

    /** 16-bit floats, each as a number of its own. */
    private float[] halves(Tensor t, List<Field> data, Dtype dtype, int count) throws IOException {
        long most = 0;
        for (Field f : data) most += f.bytes() == null ? 1 : f.bytes().length();
        if (most < count) throw bad(t, "has at most " + most + " values; expected " + count + " for " + dtype + " " + t.dims);
        float[] values = new float[count];
        int[] at = {0};
        for (Field f : data) {
            if (f.bytes() == null) put(t, dtype, f.value(), values, at);
            else {
                reader.seek(f.bytes().start());
                while (reader.offset() < f.bytes().end()) put(t, dtype, reader.varint(f.bytes().end()), values, at);
            }
        }
        if (at[0] != count) throw bad(t, "has " + at[0] + " values; expected " + count + " for " + dtype + " " + t.dims);
        return values;
    }

    private void put(Tensor t, Dtype dtype, long bits, float[] values, int[] at) {
        if (at[0] == values.length) throw bad(t, "has more than the " + values.length + " values that " + t.dims + " asks for");
        values[at[0]++] = dtype == Dtype.F16 ? Dtype.half((short) bits) : Float.intBitsToFloat((int) bits << 16);
    }
}
