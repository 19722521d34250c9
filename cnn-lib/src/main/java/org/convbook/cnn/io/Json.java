package org.convbook.cnn.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of the JSON that a safetensors header is made of: objects, lists, strings and integers, as {@code Map}, {@code List},
 * {@code String} and {@code Long}. Anything else, a name given twice, and nesting deeper than a header's is {@link Malformed}.
 */
final class Json {
    private static final int DEPTH = 4;
    private static final int DIGITS = 18;

    private final byte[] text;
    private int at;

    /** What was expected, and where. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;
        final int offset;

        Malformed(int offset, String expected) {
            super(expected);
            this.offset = offset;
        }
    }

    private Json(byte[] text) {
        this.text = text;
    }

    /** Reads one value that fills the text, but for blanks around it. */
    static Object read(byte[] text) {
        Json json = new Json(text);
        Object value = json.value(0);
        if (json.next() >= 0) throw new Malformed(json.at, "nothing but blanks after the header");
        return value;
    }

    /** Skips blanks; the next byte, or −1 at the end. */
    private int next() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) at++;
        return at < text.length ? text[at] : -1;
    }

    private void take(char expected) {
        if (next() != expected) throw new Malformed(at, "'" + expected + "'");
        at++;
    }

    private boolean takeIf(char wanted) {
        if (next() != wanted) return false;
        at++;
        return true;
    }

    private Object value(int depth) {
        if (depth > DEPTH) throw new Malformed(at, "less nesting");
        int c = next();
        if (c == '{') return object(depth);
        if (c == '[') return list(depth);
        if (c == '"') return string();
        if (c == '-' || c >= '0' && c <= '9') return integer();
        throw new Malformed(at, "an object, a list, a string or an integer");
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        take('{');
        if (takeIf('}')) return members;
        do {
            if (next() != '"') throw new Malformed(at, "a name in quotes");
            int start = at;
            String name = string();
            take(':');
            Object value = value(depth + 1);
            if (members.put(name, value) != null) throw new Malformed(start, "each name once, got \"" + name + "\" again");
        } while (takeIf(','));
        take('}');
        return members;
    }

    private List<Object> list(int depth) {
        List<Object> items = new ArrayList<>();
        take('[');
        if (takeIf(']')) return items;
        do {
            items.add(value(depth + 1));
        } while (takeIf(','));
        take(']');
        return items;
    }

    private Long integer() {
        int start = at;
        if (text[at] == '-') at++;
        int digits = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') at++;
        boolean leadingZero = at - digits > 1 && text[digits] == '0';
        if (at == digits || leadingZero || at - digits > DIGITS) throw new Malformed(start, "an integer of at most " + DIGITS + " digits");
        return Long.parseLong(new String(text, start, at - start, StandardCharsets.US_ASCII));
    }

    private String string() {
        int start = at;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        take('"');
        while (true) {
            if (at == text.length) throw new Malformed(start, "a closing quote");
            byte b = text[at++];
            if (b == '"') break;
            if (b >= 0 && b < ' ') throw new Malformed(at - 1, "no control character in a string");
            if (b == '\\') bytes.writeBytes(escaped().getBytes(StandardCharsets.UTF_8));
            else bytes.write(b);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed(start, "a string in UTF-8");
        }
    }

    /** What a backslash stands for; two escapes that make one character beyond 16 bits are taken together. */
    private String escaped() {
        char c = escape();
        if (!Character.isHighSurrogate(c)) return String.valueOf(c);
        if (at >= text.length || text[at++] != '\\') throw new Malformed(at - 1, "the second half of a character");
        return "" + c + escape();
    }

    private char escape() {
        int c = at < text.length ? text[at++] : -1;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw new Malformed(at - 1, "one of \" \\ / b f n r t u after a backslash");
        };
    }

    private char hex() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length ? Character.digit((char) text[at], 16) : -1;
            if (digit < 0) throw new Malformed(at, "four hexadecimal digits");
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    /** A text in quotes. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < ' ') quoted.append(String.format("\\u%04x", (int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
