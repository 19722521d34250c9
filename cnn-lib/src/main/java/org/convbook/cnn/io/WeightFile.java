package org.convbook.cnn.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.tensor.Tensor;

/**
 * A file of trained weights from anywhere, and the way into a network that is named differently.
 * <pre>{@code
 * Naming naming = WeightFile.read(Path.of("resnet18.safetensors")).into(net);
 * }</pre>
 * Read are safetensors files, their index ({@code model.safetensors.index.json}) where the tensors lie in several files, and the initialisers of ONNX
 * models. Values are float32. A file that cannot be read or is damaged is a {@link CheckpointException}; weights of another network are an
 * {@link IllegalArgumentException} that lists every difference. Either leaves the network as it was.
 *
 * @param file where they come from
 * @param tensors the tensors by the names of the file
 */
public record WeightFile(Path file, Map<String, Safetensors.Entry> tensors) {
    private static final String WRAPPER = "module.";   // PyTorch's DataParallel puts it before every name

    /** Copies the map. */
    public WeightFile {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** Reads a file; what it holds tells its format. */
    public static WeightFile read(Path file) {
        if (file.toString().endsWith(".json")) return new WeightFile(file, ShardIndex.read(file));
        return switch (format(file)) {
            case SAFETENSORS -> new WeightFile(file, Safetensors.read(file).tensors());
            case ONNX -> new WeightFile(file, onnx(file));
            case PICKLE -> throw new CheckpointException(file + ": is PyTorch's own format, which is a program; save it in Python with "
                + "safetensors.torch.save_file(model.state_dict(), \"model.safetensors\") and read that");
        };
    }

    /** As {@link #read(Path)}, of a file whose SHA-256, 64 hexadecimal digits, must be this one; else it is a {@link CheckpointException}. */
    public static WeightFile read(Path file, String sha256) {
        if (!sha256.matches("[0-9a-fA-F]{64}")) throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits, got \"" + sha256 + '"');
        String found = sha256(file);
        if (!found.equals(sha256.toLowerCase(Locale.ROOT))) {
            throw new CheckpointException(file + ": has the SHA-256 " + found + ", expected " + sha256);
        }
        return read(file);
    }

    private enum Format { SAFETENSORS, ONNX, PICKLE }

    /** A safetensors header is JSON behind its length; an ONNX file begins with its version; PyTorch's files are zip archives or pickles. */
    private static Format format(Path file) {
        ByteBuffer head = ByteBuffer.allocate(9);
        try (FileChannel channel = FileChannel.open(file)) {
            while (head.hasRemaining() && channel.read(head) >= 0) { }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        byte[] b = head.array();
        if (b[0] == 'P' && b[1] == 'K' || b[0] == (byte) 0x80 && b[1] > 0 && b[1] < 6) return Format.PICKLE;
        boolean named = file.toString().endsWith(".onnx");
        return b[8] != '{' && (named || b[0] == 8) ? Format.ONNX : Format.SAFETENSORS;   // which says what is wrong
    }

    private static Map<String, Safetensors.Entry> onnx(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return OnnxWeights.read(file, channel);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static CheckpointException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) return new CheckpointException(file + ": there is no such file", e);
        return new CheckpointException(file + ": cannot be read: " + AtomicFile.reason(e), e);
    }

    private static String sha256(Path file) {
        try (var in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[1 << 16];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) digest.update(chunk, 0, n);
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);   // every JDK has it
        }
    }

    /** Loads the weights into a network by the naming that fits best, and returns it. */
    public Naming into(Layer net) {
        Naming best = null;
        int fewest = Integer.MAX_VALUE;
        Map<String, Tensor> state = net.state();
        for (Naming naming : Naming.all()) {
            int differences = Checkpoint.differences(state, ours(naming, state)).size();
            if (differences < fewest) best = naming;
            fewest = Math.min(fewest, differences);
            if (fewest == 0) break;
        }
        into(net, best);
        return best;
    }

    /** Loads the weights into a network by a naming. */
    public void into(Layer net, Naming naming) {
        Map<String, Tensor> state = net.state();
        Map<String, Safetensors.Entry> ours = ours(naming, state);
        List<String> differences = Checkpoint.differences(state, ours);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(file + ", by " + naming + ", does not fit " + net + ": " + differences.size()
                + (differences.size() == 1 ? " difference" : " differences") + "\n" + String.join("\n", differences));
        }
        state.forEach((name, t) -> t.set(ours.get(name).values()));
    }

    /** The tensors by the names here. Two that would get the same name keep their own, and so are a difference. */
    private Map<String, Safetensors.Entry> ours(Naming naming, Map<String, Tensor> state) {
        boolean wrapped = !tensors.isEmpty() && tensors.keySet().stream().allMatch(n -> n.startsWith(WRAPPER));
        Map<String, Safetensors.Entry> ours = new LinkedHashMap<>();
        tensors.forEach((name, entry) -> {
            Optional<String> here = naming.ours(wrapped ? name.substring(WRAPPER.length()) : name);
            if (here.isEmpty()) return;
            String key = ours.containsKey(here.get()) ? name : here.get();
            ours.put(key, shaped(entry, state.get(key)));
        });
        return ours;
    }

    /** A fully connected layer that is a convolution there, or the other way round: the same values in the same order. */
    private static Safetensors.Entry shaped(Safetensors.Entry entry, Tensor as) {
        if (as == null) return entry;
        Shape there = entry.shape();
        Shape here = as.shape();
        boolean flattened = Math.min(there.rank(), here.rank()) == 2 && Math.max(there.rank(), here.rank()) == 4
            && there.size(0) == here.size(0) && there.count() == here.count();
        return flattened ? new Safetensors.Entry(here, entry.values()) : entry;
    }

    /** For example {@code resnet18.safetensors: 122 tensors, 11,699,112 values}. */
    @Override
    public String toString() {
        long values = tensors.values().stream().mapToLong(e -> e.values().length).sum();
        return String.format(Locale.ROOT, "%s: %d tensors, %,d values", file.getFileName(), tensors.size(), values);
    }
}
