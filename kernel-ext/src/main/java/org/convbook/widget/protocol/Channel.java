package org.convbook.widget.protocol;

import java.util.List;
import java.util.Map;

/** The kernel's end of one open comm. All methods may be called from any thread. */
public interface Channel {
    /** The comm's id; for a widget it is the model id. */
    String id();

    /** Sends one message; its content holds no bytes, these are the buffers. */
    void send(Map<String, Object> data, List<byte[]> buffers);

    /** Closes the comm; the front end removes what belongs to it. */
    void close();

    /** Takes what the front end sends over the comm, one message after the other. */
    interface Listener {
        /** A message has come. */
        void message(Map<String, Object> data, List<byte[]> buffers);

        /** The front end has closed the comm. */
        void closed();
    }
}
