package org.convbook.kernel;

import com.google.gson.JsonObject;

import java.util.List;

/**
 * One message of the Jupyter protocol as it travels: routing identities, four JSON dictionaries, binary buffers.
 *
 * @see <a href="https://jupyter-client.readthedocs.io/en/stable/messaging.html">Messaging in Jupyter</a>
 */
record WireMessage(List<byte[]> identities, JsonObject header, JsonObject parent, JsonObject metadata, JsonObject content, List<byte[]> buffers) {

    String type() {
        return Json.text(header, "msg_type", "");
    }
}
