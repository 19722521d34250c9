package org.convbook.kernel;

import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;

import java.nio.charset.StandardCharsets;

/** jjava's own display stream ({@code kernel.getIO().display}) led onto this kernel's wire, for code that uses it. */
final class KernelIo extends JupyterIO {
    KernelIo() {
        super(StandardCharsets.UTF_8);
    }

    void connect(Publisher publisher) {
        setEnv(new Environment(publisher));
    }

    private static final class Environment extends ShellReplyEnvironment {
        private final Publisher publisher;

        Environment(Publisher publisher) {
            super(null, null, null, null);
            this.publisher = publisher;
        }

        @Override public void publish(Message<?> message) {
            publisher.publish(Origin.current(), message.getHeader().getType().getName(), Json.tree(message.getContent()).getAsJsonObject());
        }

        @Override public <T extends ContentType<T>> void publish(T content) {
            publisher.publish(Origin.current(), content.getType().getName(), content instanceof DisplayData d ? Json.display(d) : Json.tree(content).getAsJsonObject());
        }

        @Override public void writeToStdOut(String text) {
            publisher.print(Origin.current(), "stdout", text);
        }

        @Override public void writeToStdErr(String text) {
            publisher.print(Origin.current(), "stderr", text);
        }
    }
}
