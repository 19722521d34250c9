package io.github.spencerpark.ijava;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Runs snippets on threads of a pool in this JVM and keeps their values as objects. */
public final class Engine extends DirectExecutionControl implements ExecutionControlProvider {
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService pool = Executors.newCachedThreadPool(r -> new Thread(r, "IJava-executor-" + threads.getAndIncrement()));
    private final Map<String, Optional<Object>> values = new ConcurrentHashMap<>();
    private volatile Future<Object> running;

    @Override public String name() {
        return "ijava";
    }

    @Override public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
        return this;
    }

    /** The object for the text that JShell took for the value; declarations have no object. */
    public Object take(String key) {
        Optional<Object> value = values.remove(key);
        return value == null ? null : value.orElse(null);
    }

    /** Cancels the snippet that runs. */
    public void interrupt() {
        Future<Object> now = running;
        if (now != null) now.cancel(true);
    }

    @Override protected String invoke(Method snippet) throws Exception {
        Future<Object> task = pool.submit(() -> snippet.invoke(null));
        running = task;
        try {
            String key = UUID.randomUUID().toString();
            values.put(key, Optional.ofNullable(task.get()));
            return key;
        } catch (CancellationException e) {
            throw new UserException("Execution interrupted.", "Execution Interrupted", e.getStackTrace());
        } catch (ExecutionException e) {
            Throwable thrown = e.getCause() instanceof InvocationTargetException inner ? inner.getCause() : e.getCause();
            throw new UserException(String.valueOf(thrown.getMessage()), thrown.getClass().getName(), thrown.getStackTrace());
        }
    }
}
