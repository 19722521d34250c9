package org.convbook.widget.protocol;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One synchronised attribute of a model. {@link #set} sends a changed value to the front end, and what the front end sends is set here;
 * either way the listeners get each new value once, on the thread that made the change. A value that does not fit is an
 * {@link IllegalArgumentException}, and the old one stays.
 *
 * @param <T> the Java type of its values
 */
public final class Attribute<T> {
    private final WidgetModel model;
    private final String name;
    private final StateType<T> type;
    private final List<Consumer<? super T>> listeners = new CopyOnWriteArrayList<>();
    private UnaryOperator<T> check = v -> v;
    private T value;

    Attribute(WidgetModel model, String name, StateType<T> type, T value) {
        this.model = model;
        this.name = name;
        this.type = type;
        if (!type.fits().test(value == null ? null : type.write().apply(value))) throw refused(value);
        this.value = value;
    }

    /** Every new value goes through the check, which may change it (clamp it, say) or refuse it by an {@link IllegalArgumentException}. */
    public Attribute<T> check(UnaryOperator<T> check) {
        this.check = check;
        return this;
    }

    /** The name on the wire. */
    public String name() {
        return name;
    }

    /** The present value. */
    public T get() {
        synchronized (model) {
            return value;
        }
    }

    /** Sets the value, tells the front end and then the listeners; nothing happens where it is the value already. */
    public void set(T next) {
        if (!type.fits().test(next == null ? null : type.write().apply(next))) throw refused(next);
        if (store(next)) tell();
    }

    /** Calls the listener with every new value. */
    public void onChange(Consumer<? super T> listener) {
        listeners.add(Objects.requireNonNull(listener, "the listener of a change"));
    }

    /** What is on the wire for the present value. */
    Object wire() {
        synchronized (model) {
            return value == null ? null : type.write().apply(value);
        }
    }

    /** Takes a value of the front end; true when it changed the value here. The listeners are not told yet. */
    boolean receive(Object wire) {
        if (!type.fits().test(wire)) throw refused(wire);
        return store(type.read().apply(wire));
    }

    boolean heard() {
        return !listeners.isEmpty();
    }

    void tell() {
        T now = get();
        RuntimeException failure = null;
        for (Consumer<? super T> listener : listeners) {
            try {
                listener.accept(now);
            } catch (RuntimeException e) {                     // the others still hear of it
                if (failure == null) failure = e;
                else if (failure != e) failure.addSuppressed(e);
            }
        }
        if (failure != null) throw failure;
    }

    private boolean store(T next) {
        synchronized (model) {
            T checked = check.apply(next);
            if (Objects.deepEquals(value, checked)) return false;
            value = checked;
            model.changed(name);
            return true;
        }
    }

    private IllegalArgumentException refused(Object got) {
        String shown = got instanceof String s ? "\"" + (s.length() > 40 ? s.substring(0, 40) + "…" : s) + "\""
            : got instanceof List<?> || got instanceof java.util.Map<?, ?> ? "something else" : String.valueOf(got);
        return new IllegalArgumentException(model + ": " + name + " must be " + type.words() + ", got " + shown);
    }
}
