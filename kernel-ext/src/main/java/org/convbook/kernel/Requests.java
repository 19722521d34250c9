package org.convbook.kernel;

import com.google.gson.JsonObject;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

import java.util.List;
import java.util.Map;

/**
 * Answers requests: what each message type means, as the message specification says. Every reply has a status; whatever
 * a request throws becomes an error reply. Called by the shell's thread, for some types by the control channel's.
 *
 * @see <a href="https://jupyter-client.readthedocs.io/en/stable/messaging.html">Messaging in Jupyter</a>
 */
final class Requests {
    private final KernelState state;
    private final Publisher publisher;

    Requests(KernelState state, Publisher publisher) {
        this.state = state;
        this.publisher = publisher;
    }

    /**
     * The content of the reply; null for messages that have none (comms).
     *
     * @param onFailure called when a cell failed, before anyone is told
     */
    JsonObject answer(WireMessage request, Runnable onFailure) {
        JsonObject c = request.content();
        return switch (request.type()) {
            case "execute_request" -> execute(c, onFailure);
            case "complete_request" -> complete(c);
            case "inspect_request" -> state.assist().inspect(Json.required(c, "code"), cursor(c), true);
            case "is_complete_request" -> state.assist().isComplete(Json.required(c, "code"));
            case "history_request" -> Json.of("status", "ok", "history", state.history().answer(c));
            case "kernel_info_request" -> info();
            case "comm_info_request" -> Json.of("status", "ok", "comms", state.kernel().comms().info(Json.text(c, "target_name", null)));
            case "interrupt_request" -> interrupt();
            case "shutdown_request" -> Json.of("status", "ok", "restart", Json.flag(c, "restart", false));
            case "comm_open", "comm_msg", "comm_close" -> comm(request);
            default -> throw new IllegalArgumentException("this kernel does not know the message type " + Text.cut(request.type(), 60));
        };
    }

    /** Whether the request is one for the widgets: it has no reply. */
    static boolean isComm(WireMessage request) {
        return request.type().startsWith("comm_") && !request.type().equals("comm_info_request");
    }

    /** The origin under which a request's output appears. */
    Origin origin(WireMessage request) {
        try {
            return isComm(request) ? state.kernel().comms().originFor(request) : Origin.of(request);
        } catch (RuntimeException e) {
            return Origin.of(request);
        }
    }

    static JsonObject error(String name, String value, List<String> traceback) {
        return Json.of("status", "error", "ename", name, "evalue", value, "traceback", traceback);
    }

    /** Cursor positions travel as counts of Unicode characters, Java counts UTF-16 units. */
    private static int cursor(JsonObject content) {
        String code = Json.required(content, "code");
        int characters = code.codePointCount(0, code.length());
        int at = Math.max(0, Math.min(characters, Json.number(content, "cursor_pos", characters)));
        return code.offsetByCodePoints(0, at);
    }

    private JsonObject complete(JsonObject content) {
        String code = Json.required(content, "code");
        JsonObject reply = state.assist().complete(code, cursor(content));
        for (String end : List.of("cursor_start", "cursor_end")) reply.addProperty(end, code.codePointCount(0, reply.get(end).getAsInt()));
        return reply;
    }

    private static JsonObject info() {
        String version = Runtime.version().toString();
        return Json.of("status", "ok", "protocol_version", Codec.PROTOCOL, "implementation", "convbook", "implementation_version", ConvBookKernel.VERSION,
            "language_info", Json.of("name", "java", "version", version, "mimetype", "text/x-java-source", "file_extension", ".java",
                "pygments_lexer", "java", "codemirror_mode", "text/x-java", "nbconvert_exporter", "script"),
            "banner", "ConvBook " + ConvBookKernel.VERSION + ", Java " + version, "help_links", List.of(), "debugger", false);
    }

    private JsonObject interrupt() {
        Evaluator evaluator = state.evaluatorIfReady();
        if (evaluator != null) evaluator.runner().interrupt();
        return Json.of("status", "ok");
    }

    private JsonObject execute(JsonObject content, Runnable onFailure) {
        String code = Json.required(content, "code");
        boolean silent = Json.flag(content, "silent", false), store = !silent && Json.flag(content, "store_history", true);
        Origin origin = Origin.current();
        origin.run();
        int count = store ? state.nextCount() : state.count();
        publisher.publish(origin, "execute_input", Json.of("code", code, "execution_count", count));
        JsonObject shown = null, failed = null;
        try {
            Evaluator evaluator = state.evaluator();
            evaluator.runner().open();
            state.takeProblems().forEach(System.err::println);
            shown = render(evaluator.evaluate(count, code, System.err::println));
        } catch (Throwable t) {
            failed = failure(t);
        } finally {
            if (state.evaluatorIfReady() != null) state.evaluator().runner().close();
        }
        System.out.flush();
        if (store) state.history().add(count, code, shown == null ? null : Json.text(Json.object(shown, "data"), "text/plain", null));
        if (failed != null) {
            onFailure.run();
            publisher.publish(origin, "error", without(failed, "status"));
            failed.addProperty("execution_count", count);
            return failed;
        }
        if (shown != null) {
            shown.addProperty("execution_count", count);
            publisher.publish(origin, "execute_result", shown);
        }
        return Json.of("status", "ok", "execution_count", count, "payload", List.of(), "user_expressions", expressions(Json.object(content, "user_expressions")));
    }

    private static JsonObject without(JsonObject o, String name) {
        JsonObject copy = o.deepCopy();
        copy.remove(name);
        return copy;
    }

    /** The display of a value, made on the cell's thread: a user's toString may print, throw or never end. */
    private JsonObject render(Object value) throws Throwable {
        if (value == null) return null;
        return (JsonObject) state.evaluator().runner().call(() -> {
            DisplayData data = value instanceof DisplayData d ? d : state.kernel().getRenderer().render(value);
            return data == null ? null : without(Json.display(data), "transient");
        });
    }

    /** Any failure as the content of an error message. */
    private JsonObject failure(Throwable t) {
        CellFailure f;
        if (t instanceof CellFailure known) {
            f = known;
        } else {
            Evaluator evaluator = state.evaluatorIfReady();
            f = new CellFailure(t, evaluator, evaluator != null && evaluator.runner().wasStopped());
        }
        return error(f.name(), f.value(), f.traceback());
    }

    private JsonObject expressions(JsonObject asked) {
        JsonObject answers = new JsonObject();
        for (Map.Entry<String, com.google.gson.JsonElement> e : asked.entrySet()) {
            try {
                JsonObject shown = render(state.evaluator().evaluate(state.count(), e.getValue().getAsString(), note -> { }));
                if (shown == null) shown = Json.of("data", new JsonObject(), "metadata", new JsonObject());
                shown.addProperty("status", "ok");
                answers.add(e.getKey(), shown);
            } catch (Throwable t) {
                answers.add(e.getKey(), failure(t));
            }
        }
        return answers;
    }

    private JsonObject comm(WireMessage request) {
        Origin origin = Origin.current();
        origin.run();
        try {
            state.evaluator().runner().call(() -> {
                state.kernel().comms().handle(request);
                return null;
            });
        } catch (Throwable t) {
            publishFailure(origin, t);
        }
        return null;
    }

    /** Shows what a callback threw. */
    void publishFailure(Origin origin, Throwable t) {
        publisher.publish(origin, "error", without(failure(t), "status"));
    }
}
