package org.convbook.widget.protocol;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;
import org.slf4j.helpers.NOPLogger;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import com.google.gson.JsonParser;

/** Plays a stock JJava with a widget in it, and gives what was sent. {@code StockHostTest} loads it with gson under another name. */
public final class StockHost implements Callable<List<String>> {
    private final List<String> sent = new ArrayList<>();

    /** jjava's own comms over a socket that only writes down. */
    private final class Recorder extends JupyterSocket {
        Recorder(ZMQ.Context context) {
            super(context, SocketType.PUB, null, NOPLogger.NOP_LOGGER);
        }

        @Override public void bind(KernelConnectionProperties connection) {}

        @Override public synchronized void sendMessage(Message<?> m) {
            String data = m.getContent() instanceof CommOpenCommand open ? "open " + open.getTargetName() + " " + open.getData()
                : m.getContent() instanceof CommMsgCommand command ? "message " + command.getData() : m.getContent().getClass().getSimpleName();
            sent.add(data + (m.getMetadata() == null ? "" : " " + m.getMetadata()) + (m.getBlobs() == null ? "" : " " + m.getBlobs().size() + " buffers"));
        }
    }

    private static final class Stock extends BaseKernel {
        Stock(CommManager comms) {
            super("stock", "1", null, List.of(), null, new JupyterIO(StandardCharsets.UTF_8), comms, new Renderer(), null, null, false,
                new StringStyler.Builder().build());
        }

        @Override public Object evalRaw(String code) {
            return null;
        }

        @Override public DisplayData inspect(String code, int at, boolean details) {
            return null;
        }

        @Override public ReplacementOptions complete(String code, int at) {
            return null;
        }

        @Override public String isComplete(String code) {
            return IS_COMPLETE_YES;
        }
    }

    @Override public List<String> call() throws Exception {
        ZMQ.Context context = ZMQ.context(1);
        CommManager comms = new CommManager();
        Recorder recorder = new Recorder(context);
        comms.setIOPubChannel(recorder);
        comms.setMessageContext(message("{}"));
        WidgetSession session = new WidgetSession(new JJavaFront(new Stock(comms)));
        WidgetModel model = WidgetModel.layout();
        Attribute<Integer> value = model.attribute("value", StateType.INT, 1);
        model.attribute("picture", StateType.BYTES, new byte[] {1, 2});
        Comm comm = comms.getCommByID(session.open(model));
        Method receive = Comm.class.getDeclaredMethod("onMessage", Message.class);
        receive.setAccessible(true);
        receive.invoke(comm, message("{\"method\":\"update\",\"state\":{\"value\":7,\"other\":null},\"buffer_paths\":[]}"));
        sent.add("value " + value.get());
        session.closeAll();
        sent.add(JsonParser.class.getName());
        recorder.close();
        return sent;
    }

    private static Message<CommMsgCommand> message(String data) {
        CommMsgCommand command = new CommMsgCommand("id", JsonParser.parseString(data).getAsJsonObject());
        return new Message<>(new Header<>(MessageType.COMM_MSG_COMMAND), command, Map.of(), List.of());
    }
}
