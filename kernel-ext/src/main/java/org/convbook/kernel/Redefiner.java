package org.convbook.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Changes classes in place. The JVM's instrumentation is fetched when it is first needed, by attaching to the own
 * process: an agent from the start would forbid the class-data archive. Where that is impossible (a JVM without
 * jdk.attach, or started without {@code -Djdk.attach.allowAttachSelf=true}) every request is refused, and JShell's own
 * replacement of classes takes over.
 */
public final class Redefiner {
    private static volatile Instrumentation instrumentation;
    private boolean impossible;

    Redefiner() {
    }

    /** Called by the JVM when the agent is attached. */
    public static void agentmain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    synchronized void redefine(List<ClassDefinition> changes) throws Exception {
        if (instrumentation == null && !impossible) attach();
        if (instrumentation == null) throw new UnsupportedOperationException("no instrumentation in this JVM");
        instrumentation.redefineClasses(changes.toArray(ClassDefinition[]::new));
    }

    private void attach() {
        try {
            Path jar = Files.createTempFile("convbook-agent", ".jar");
            try {
                writeAgent(jar);
                Class<?> machine = Class.forName("com.sun.tools.attach.VirtualMachine");
                Object self = machine.getMethod("attach", String.class).invoke(null, Long.toString(ProcessHandle.current().pid()));
                machine.getMethod("loadAgent", String.class).invoke(self, jar.toString());
                machine.getMethod("detach").invoke(self);
            } finally {
                Files.deleteIfExists(jar);
            }
        } catch (Exception | LinkageError e) {
            Log.say("classes of cells cannot be changed in place here (" + e + "); they are replaced");
        }
        impossible = instrumentation == null;
    }

    /** A jar that only names the agent's class, which is on the class path already. */
    private static void writeAgent(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Agent-Class", Redefiner.class.getName());
        main.putValue("Can-Redefine-Classes", "true");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }
}
