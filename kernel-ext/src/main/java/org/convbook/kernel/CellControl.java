package org.convbook.kernel;

import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.SPIResolutionException;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;

/**
 * Runs snippets inside this JVM on the {@link CellRunner}'s thread and keeps what they return or throw as objects.
 * <p>
 * Stopping by force differs: up to JDK 19 there is {@code Thread.stop}; from JDK 20 on JShell's local control puts a
 * check into every loop and method of a snippet, which its {@code stop()} trips (in all threads that run cell code).
 */
final class CellControl extends LocalExecutionControl implements CellRunner.Force {
    private static final boolean CHECKED_LOOPS = Runtime.version().feature() >= 20;
    private static final Method NOTHING;

    static {
        try {
            NOTHING = CellControl.class.getDeclaredMethod("nothing");
            NOTHING.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private final CellLoader loader;
    private final CellRunner runner;
    private Object value;
    private Throwable thrown;

    CellControl(CellLoader loader, CellHost host) {
        super(loader);
        runner = new CellRunner(this, host);
        this.loader = loader;
    }

    static void nothing() {
    }

    CellRunner runner() {
        return runner;
    }

    CellLoader loader() {
        return loader;
    }

    /** What the snippet that ran last returned. */
    Object value() {
        return value;
    }

    /** What the snippet that ran last threw, or null. */
    Throwable thrown() {
        return thrown;
    }

    void forget() {
        value = null;
        thrown = null;
    }

    @Override protected String invoke(Method snippet) throws Exception {
        if (CHECKED_LOOPS) super.invoke(NOTHING);   // loads the class with the flag
        forget();
        snippet.setAccessible(true);
        try {
            value = runner.call(() -> snippet.invoke(null));
            return "";
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
        } catch (Throwable t) {
            thrown = t;
        }
        StackTraceElement[] stack = thrown.getStackTrace();
        if (thrown instanceof SPIResolutionException e) throw new ResolutionException(e.id(), stack);
        throw new UserException(Objects.toString(thrown.getMessage(), ""), thrown.getClass().getName(), stack);
    }

    @Override public void redefine(ClassBytecodes[] all) throws ClassInstallException, NotImplementedException, EngineTerminationException {
        loader.redefineNext(true);
        try {
            load(all);
        } finally {
            loader.redefineNext(false);
        }
    }

    @Override public String varValue(String className, String variable) {
        return "";
    }

    @Override public void stop(Thread worker) throws Exception {
        if (CHECKED_LOOPS) {
            clientCodeEnter();   // a toString or a callback is no snippet, but is stopped like one
            stop();
            worker.interrupt();
        } else {
            Thread.class.getMethod("stop").invoke(worker);
        }
    }

    /** Lowers the flag that {@link #stop} raised: what runs next, snippet or callback, may run. */
    @Override public void allow() throws Exception {
        if (CHECKED_LOOPS) super.invoke(NOTHING);
    }

    /** Makes one control for one JShell. */
    record Provider(CellControl control) implements jdk.jshell.spi.ExecutionControlProvider {
        @Override public String name() {
            return "convbook";
        }

        @Override public ExecutionControl generate(jdk.jshell.spi.ExecutionEnv env, java.util.Map<String, String> parameters) {
            return control;
        }
    }
}
