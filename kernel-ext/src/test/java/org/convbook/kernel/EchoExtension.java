package org.convbook.kernel;

import com.google.gson.JsonObject;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;

import java.util.List;
import java.util.Map;

/** An extension with a comm target that sends back what it gets, and a magic. */
public final class EchoExtension implements Extension {
    @Override public void install(BaseKernel kernel) {
        kernel.getCommManager().registerTarget("echo", (manager, id, target, message) -> new Echo(manager, id, target));
        kernel.getMagicsRegistry().registerLineMagic("shout", (LineMagic<Object, BaseKernel>) (k, args) -> String.join(" ", args).toUpperCase());
    }

    /** Sends back data and buffers; data {@code {"do": "throw"}} throws an Error, {@code "print"} prints. */
    public static final class Echo extends Comm {
        public Echo(CommManager manager, String id, String target) {
            super(manager, id, target);
        }

        /** Opens an echo from a cell. */
        public static Echo open(BaseKernel kernel) {
            return kernel.getCommManager().openComm("echo", (manager, id, target, message) -> {
                message.getContent().getData().addProperty("hello", "front end");
                return new Echo(manager, id, target);
            });
        }

        @Override protected void onMessage(Message<CommMsgCommand> message) {
            JsonObject data = message.getContent().getData();
            String what = data.has("do") ? data.get("do").getAsString() : "";
            if (what.equals("throw")) throw new Error("thrown by a callback");
            if (what.equals("print")) System.out.println("printed by a callback");
            send(data, Map.of("from", "echo"), message.getBlobs() == null ? List.of() : message.getBlobs());
        }

        @Override protected void onClose(Message<CommCloseCommand> message, boolean sending) {
        }
    }
}
