package org.convbook.widget.protocol;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** What the protocol needs of a notebook's front end and kernel; tests bring their own. */
public interface Front {
    /** Opens a comm from the kernel's side. The content holds no bytes. */
    Channel open(String target, Map<String, Object> data, Map<String, Object> metadata, Channel.Listener listener);

    /** Serves the comms that the front end opens for the target: the function gets each new comm and gives its listener. */
    void serve(String target, Function<Channel, Channel.Listener> opened);

    /** From now on what the callbacks of these comms print or show appears under the cell that the calling thread belongs to. */
    void home(Collection<String> comms);

    /** Lets the calling cell or callback handle the comm messages that wait; returns how many, 0 in a kernel that cannot. */
    int poll();

    /** Runs the task once before the front end hears that the running cell or callback has ended; never in a kernel that cannot tell. */
    void beforeIdle(Runnable task);

    /** Whether the calling thread runs a callback for a page that was loaded again: what it prints reaches no cell, only who asks for its message. */
    default boolean away() {
        return false;
    }

    /** The message id under which the calling thread's output goes out now; empty in a kernel that cannot tell. */
    String outputParent();
}
