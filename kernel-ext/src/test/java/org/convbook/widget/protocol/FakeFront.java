package org.convbook.widget.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;

/** A front end that writes down every message, with comms named m1, m2 … and time that stands still until a test moves it. */
public final class FakeFront implements Front {
    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();

    /** What was sent: {@code open m1 target data metadata}, {@code m1 data} with the buffers behind it, {@code close m1}, {@code home [m1]}. */
    public final List<String> log = new ArrayList<>();
    private final Map<String, Channel.Listener> listeners = new HashMap<>();
    private final Map<String, Function<Channel, Channel.Listener>> targets = new HashMap<>();
    private final List<Runnable> ending = new ArrayList<>();
    private final Clock clock = new Clock();

    private record Task(long at, Runnable run) {}

    private static final class Clock implements Pace {
        private final PriorityQueue<Task> tasks = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
        private long now = 1_000_000_000L;

        @Override public long now() {
            return now;
        }

        @Override public void later(long nanos, Runnable task) {
            tasks.add(new Task(now + nanos, task));
        }
    }

    /** A session over this front end. */
    public WidgetSession session() {
        return session(null);
    }

    WidgetSession session(String echo) {
        return new WidgetSession(this, clock, echo);
    }

    /** Lets time pass. */
    public void pass(long ms) {
        long end = clock.now + ms * 1_000_000;
        while (!clock.tasks.isEmpty() && clock.tasks.peek().at <= end) {
            clock.now = clock.tasks.peek().at;
            clock.tasks.poll().run.run();
        }
        clock.now = end;
    }

    /** How many tasks wait for the end of the cell. */
    public int waiting() {
        return ending.size();
    }

    /** The running cell ends. */
    public void endOfCell() {
        List<Runnable> tasks = List.copyOf(ending);
        ending.clear();
        tasks.forEach(Runnable::run);
    }

    /** What was sent since the last call. */
    public List<String> sent() {
        List<String> all = List.copyOf(log);
        log.clear();
        return all;
    }

    /** The front end sends a message. */
    @SuppressWarnings("unchecked")
    public void receive(String id, String json, byte[]... buffers) {
        listeners.get(id).message(GSON.fromJson(json, Map.class), List.of(buffers));
    }

    /** The front end changes attributes. */
    public void change(String id, String state) {
        receive(id, "{\"method\":\"update\",\"state\":" + state + ",\"buffer_paths\":[]}");
    }

    /** The front end closes a comm. */
    public void closeFromPage(String id) {
        listeners.get(id).closed();
    }

    /** The front end opens a comm; its id is returned. */
    public String openFromPage(String target) {
        Line line = new Line("f" + (listeners.size() + 1));
        listeners.put(line.id, targets.get(target).apply(line));
        return line.id;
    }

    @Override public Channel open(String target, Map<String, Object> data, Map<String, Object> metadata, Channel.Listener listener) {
        Line line = new Line("m" + (listeners.size() + 1));
        listeners.put(line.id, listener);
        log.add("open " + line.id + " " + target + " " + GSON.toJson(data) + " " + GSON.toJson(metadata));
        return line;
    }

    @Override public void serve(String target, Function<Channel, Channel.Listener> opened) {
        targets.put(target, opened);
    }

    @Override public void home(Collection<String> comms) {
        log.add("home " + comms);
    }

    @Override public int poll() {
        return 0;
    }

    @Override public void beforeIdle(Runnable task) {
        ending.add(task);
    }

    @Override public String outputParent() {
        return "cell-1";
    }

    private final class Line implements Channel {
        private final String id;

        Line(String id) {
            this.id = id;
        }

        @Override public String id() {
            return id;
        }

        @Override public void send(Map<String, Object> data, List<byte[]> buffers) {
            StringBuilder all = new StringBuilder(id + " " + GSON.toJson(data));
            for (byte[] b : buffers) all.append(' ').append(Arrays.toString(b));
            log.add(all.toString());
        }

        @Override public void close() {
            log.add("close " + id);
        }
    }
}
