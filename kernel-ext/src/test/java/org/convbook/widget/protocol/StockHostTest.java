package org.convbook.widget.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;

/** Widgets live in a JJava that carries gson under another name, as its own distribution does, and where com.google.gson is not there at all. */
class StockHostTest {
    private static final String GSON = "com.google.gson.", SHADED = "org.dflib.jjava.shaded." + GSON;

    /** Loads jjava, its gson under the other name, and our classes as they are. */
    private static final class Distribution extends ClassLoader {
        private final ClassLoader files = StockHostTest.class.getClassLoader();

        Distribution() {
            super("distribution", ClassLoader.getPlatformClassLoader());
        }

        @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(GSON)) throw new ClassNotFoundException(name + ": this distribution has no such class");
            boolean host = name.startsWith("org.dflib.jjava.") || name.startsWith(StockHost.class.getName());
            if (!host && !name.startsWith("org.convbook.")) return files.loadClass(name);
            String file = (name.startsWith(SHADED) ? name.substring(SHADED.length() - GSON.length()) : name).replace('.', '/') + ".class";
            try (InputStream in = files.getResourceAsStream(file)) {
                if (in == null) throw new ClassNotFoundException(name);
                byte[] code = host ? relocated(in.readAllBytes()) : in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** The class file with gson's names changed in its constants, as a shading build does it. */
    private static byte[] relocated(byte[] code) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(code));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(in.readLong());
        int constants = in.readUnsignedShort();
        out.writeShort(constants);
        for (int i = 1; i < constants; i++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            switch (tag) {
                case 1 -> out.writeUTF(in.readUTF().replace(GSON.replace('.', '/'), SHADED.replace('.', '/')));
                case 5, 6 -> {                                 // long and double take two places
                    out.writeLong(in.readLong());
                    i++;
                }
                case 7, 8, 16, 19, 20 -> out.writeShort(in.readUnsignedShort());
                case 15 -> {
                    out.writeByte(in.readUnsignedByte());
                    out.writeShort(in.readUnsignedShort());
                }
                default -> out.writeInt(in.readInt());
            }
        }
        out.write(in.readAllBytes());
        return bytes.toByteArray();
    }

    private static List<String> expected(String parser) {
        String identity = "\"_model_module\":\"@jupyter-widgets/base\",\"_model_module_version\":\"2.0.0\",\"_model_name\":\"LayoutModel\","
            + "\"_view_module\":\"@jupyter-widgets/base\",\"_view_module_version\":\"2.0.0\",\"_view_name\":\"LayoutView\"";
        return List.of("open jupyter.widget {\"state\":{" + identity + ",\"value\":1},\"buffer_paths\":[]} {version=2.1.0}",
            "message {\"method\":\"update\",\"state\":{},\"buffer_paths\":[[\"picture\"]]} 1 buffers",
            "message {\"method\":\"echo_update\",\"state\":{\"value\":7},\"buffer_paths\":[]}", "value 7", "CommCloseCommand", parser);
    }

    @Test void aDistributionWithGsonUnderAnotherNameHasWidgets() throws Exception {
        Object host = new Distribution().loadClass(StockHost.class.getName()).getConstructor().newInstance();
        assertEquals(expected(SHADED + "JsonParser"), ((Callable<?>) host).call());
    }

    @Test void soHasOneWithGsonAsItIs() throws Exception {
        assertEquals(expected(GSON + "JsonParser"), new StockHost().call());
    }
}
