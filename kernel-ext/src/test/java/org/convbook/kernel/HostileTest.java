package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** A front end that holds the key and talks nonsense: nothing hangs, nothing is lost, every request that can be answered is. */
class HostileTest {
    private static final String[] TYPES = {"execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request",
        "comm_info_request", "kernel_info_request", "comm_open", "comm_msg", "comm_close", "interrupt_request", "no_such_request", "", "\u0000"};
    private static final String[] FIELDS = {"code", "cursor_pos", "silent", "store_history", "user_expressions", "stop_on_error", "hist_access_type",
        "n", "start", "stop", "session", "pattern", "output", "target_name", "comm_id", "data", "detail_level", "allow_stdin"};

    private final Random random = new Random(11);

    private JsonElement value(int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 8)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextBoolean());
            case 2 -> new JsonPrimitive(random.nextInt(5) - 2);
            case 3 -> new JsonPrimitive(random.nextBoolean() ? 1e300 : Long.MIN_VALUE);
            case 4 -> new JsonPrimitive(List.of("", "((((", "\ud800", "range", "search", "x".repeat(5000), "%", "%%", "1 +").get(random.nextInt(9)));
            case 5 -> new JsonPrimitive("\u202e<script>alert(1)</script>\u0007");
            case 6 -> {
                JsonArray a = new JsonArray();
                for (int i = random.nextInt(4); i > 0; i--) a.add(value(depth + 1));
                yield a;
            }
            default -> content(depth + 1);
        };
    }

    private JsonObject content(int depth) {
        JsonObject o = new JsonObject();
        for (int i = random.nextInt(6); i > 0; i--) o.add(FIELDS[random.nextInt(FIELDS.length)], value(depth));
        return o;
    }

    private List<byte[]> message(Codec codec) {
        JsonObject header = codec.header(TYPES[random.nextInt(TYPES.length)]);
        if (random.nextInt(8) == 0) header.add(List.of("msg_type", "msg_id", "session", "version").get(random.nextInt(4)), value(0));
        if (random.nextInt(20) == 0) header = content(0);
        JsonObject parent = random.nextBoolean() ? Json.of() : content(0);
        return codec.encode(new WireMessage(List.of(), header, parent, content(0), content(0), List.of(new byte[random.nextInt(3)])));
    }

    @Test void aThousandSignedMessagesOfNonsenseAreSurvived() {
        try (KernelProcess kernel = KernelProcess.start()) {
            kernel.client.run("int kept = 40;");
            for (int i = 0; i < 1000; i++) Sockets.send(i % 5 == 0 ? kernel.client.control : kernel.client.shell, message(kernel.client.codec));
            assertEquals("41", kernel.client.run("kept + 1", Json.of("stop_on_error", false)).value());
            assertEquals("ok", Json.text(kernel.client.askControl("interrupt_request", Json.of()), "status", ""));
            assertFalse(kernel.logged().contains("\tat "), kernel.logged());
        }
    }

    @Test void namesThatAreHtmlStayText() {
        try (KernelProcess kernel = KernelProcess.start()) {
            String shown = kernel.client.run("show(java.util.Map.of(\"<script>alert(1)</script>\", 1));").published().toString();
            assertTrue(shown.contains("alert(1)"), shown);
            var levels = kernel.client.run("var column = StringColumn.create(\"<img src=x>\", List.of(\"<b>\"));\n"
                + "var t = Table.create(\"<script>alert(1)</script>\", column);\nt");
            String html = levels.of("execute_result").get(0).getAsJsonObject("data").get("text/html").getAsString();
            assertFalse(html.contains("<script") || html.contains("<img") || html.contains("<b>"), html);
            assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
        }
    }
}
