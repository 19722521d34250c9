package org.convbook.cnn.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convbook.cnn.backend.Buffer;

/** What a kernel takes, read off its PTX: the driver would read on behind too few arguments. */
final class KernelParameters {
    private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+([\\w$]+)\\s*\\(([^)]*)\\)");
    private static final Pattern PARAMETER = Pattern.compile("\\.param\\s+((?:\\.\\w+\\s+)?(?:\\d+\\s+)?(?:\\.\\w+\\s+)*)[\\w$]+(\\[\\d+])?");
    private static final Pattern TYPE = Pattern.compile("\\.([usbf])(8|16|32|64)\\b");

    /** One parameter's type as the source writes it. */
    private enum Kind {
        ADDRESS("an address: a float[] or a tensor's buffer on the GPU, or a long"), INT("an int"), FLOAT("a float"), DOUBLE("a double"),
        OTHER("of a type that cannot be given from here; use pointers, int, float and double");

        final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean takes(Object argument) {
            return switch (this) {
                case ADDRESS -> argument instanceof float[] || argument instanceof Buffer || argument instanceof Long;
                case INT -> argument instanceof Integer;
                case FLOAT -> argument instanceof Float;
                case DOUBLE -> argument instanceof Double;
                case OTHER -> false;
            };
        }
    }

    private final String kernel;
    private final List<Kind> kinds = new ArrayList<>();

    private KernelParameters(String kernel, String declared) {
        this.kernel = kernel;
        Matcher m = PARAMETER.matcher(declared);
        while (m.find()) kinds.add(kind(m.group(1), m.group(2) != null));
    }

    private static Kind kind(String declared, boolean structure) {
        Matcher type = TYPE.matcher(declared);
        if (structure || !type.find()) return Kind.OTHER;
        boolean floating = type.group(1).equals("f");
        return switch (type.group(2)) {
            case "64" -> floating ? Kind.DOUBLE : Kind.ADDRESS;
            case "32" -> floating ? Kind.FLOAT : Kind.INT;
            default -> Kind.OTHER;
        };
    }

    /** Those of one kernel. A name that the PTX does not have is an {@link IllegalArgumentException}. */
    static KernelParameters of(String ptx, String kernel) {
        List<String> names = new ArrayList<>();
        Matcher m = ENTRY.matcher(ptx);
        while (m.find()) {
            if (m.group(1).equals(kernel)) return new KernelParameters(kernel, m.group(2));
            names.add(m.group(1));
        }
        throw new IllegalArgumentException("the source has no kernel \"" + kernel + "\"" + (names.isEmpty() ? "" : ", only " + String.join(", ", names))
            + "; it is declared as extern \"C\" __global__ void " + kernel + "(…)");
    }

    /** Arguments that do not fit are an {@link IllegalArgumentException}. */
    void check(Object[] arguments) {
        if (arguments.length != kinds.size()) {
            throw new IllegalArgumentException("the kernel " + kernel + " takes " + kinds.size() + (kinds.size() == 1 ? " argument" : " arguments")
                + ", got " + arguments.length);
        }
        for (int i = 0; i < arguments.length; i++) {
            if (kinds.get(i).takes(arguments[i])) continue;
            throw new IllegalArgumentException("the kernel " + kernel + ": argument " + (i + 1) + " is " + kinds.get(i).words + ", got "
                + (arguments[i] == null ? "null" : arguments[i].getClass().getSimpleName()));
        }
    }
}
