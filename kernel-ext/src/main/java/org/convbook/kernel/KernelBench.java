package org.convbook.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Times an installed kernel from a front end's side and gives one line of JSON for each case.
 * <pre>
 * kernel-start      seconds from the start of the process to the first result, of a network with all imports there; memory when idle
 * kernel-comm       milliseconds from a slider's change to its echo, one after the other
 * kernel-messages   changes a second when 2,000 are sent at once; seconds for 20,000 printed lines
 * kernel-panel      seconds for three epochs of LeNet-5 over 12,000 images, bare and under a training panel in turn; what the panel costs
 * </pre>
 */
public final class KernelBench {
    /** The cases. */
    public static final List<String> CASES = List.of("kernel-start", "kernel-comm", "kernel-messages", "kernel-panel");

    private static final String FIRST = "var net = new LeNet5(10, new Random(1));\nnet";
    private static final List<String> TRAINING = List.of("""
        var train = Glyphs.dataset(12000, 1);
        Trainer trainer() { var net = new LeNet5(10, new Random(1)); return new Trainer(net, new Adam(net.parameters(), 0.003)).epochs(3).batchSize(64); }
        double seconds(Runnable task) { long begin = System.nanoTime(); task.run(); return (System.nanoTime() - begin) / 1e9; }
        double bare() { var t = trainer(); return seconds(() -> t.fit(train)); }
        double panel() { var t = new TrainingPanel(trainer()); return seconds(() -> t.fit(train)); }
        bare() + panel()""", "String.format(Locale.ROOT, \"%.4f %.4f\", bare(), panel())");
    private static final int TRAININGS = 5;
    private static final int STARTS = 7, TRIPS = 500, BURST = 2000, LINES = 20_000, PATIENCE_MS = 120_000;

    private final Path kernelJson;

    /** The kernel of this kernel.json. */
    public KernelBench(Path kernelJson) {
        this.kernelJson = kernelJson;
    }

    /** Measures one case. */
    public String measure(String name) throws IOException, InterruptedException {
        return switch (name) {
            case "kernel-start" -> start();
            case "kernel-comm" -> trips();
            case "kernel-messages" -> messages();
            case "kernel-panel" -> panel();
            default -> throw new IllegalArgumentException("there is no case " + name + "; there are " + String.join(", ", CASES));
        };
    }

    private String start() throws IOException, InterruptedException {
        double[] seconds = new double[STARTS], megabytes = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (Session s = new Session()) {
                seconds[i] = s.untilResult(FIRST);
                Thread.sleep(2_000);
                megabytes[i] = s.residentMegabytes();
            }
        }
        return json("{\"case\": \"kernel-start\", \"java\": \"%s\", \"s_median\": %.2f, \"s_least\": %.2f, \"idle_mb\": %.0f, \"starts\": %d}",
            Runtime.version().feature(), median(seconds), Arrays.stream(seconds).min().orElseThrow(), median(megabytes), STARTS);
    }

    private String trips() throws IOException, InterruptedException {
        try (Session s = new Session()) {
            String comm = s.slider();
            double[] ms = new double[TRIPS];
            for (int i = -TRIPS; i < TRIPS; i++) {   // the first half warms up
                long begin = System.nanoTime();
                s.change(comm, i & 1023);
                s.echo();
                if (i >= 0) ms[i] = (System.nanoTime() - begin) / 1e6;
            }
            Arrays.sort(ms);
            return json("{\"case\": \"kernel-comm\", \"java\": \"%s\", \"ms_median\": %.2f, \"ms_p95\": %.2f, \"trips\": %d}",
                Runtime.version().feature(), median(ms), ms[TRIPS * 95 / 100], TRIPS);
        }
    }

    private String messages() throws IOException, InterruptedException {
        try (Session s = new Session()) {
            String comm = s.slider();
            long begin = System.nanoTime();
            for (int i = 1; i <= BURST; i++) s.change(comm, i);
            for (int i = 1; i <= BURST; i++) s.echo();
            double rate = BURST / ((System.nanoTime() - begin) / 1e9);
            begin = System.nanoTime();
            int printed = s.lines("for (int i = 0; i < " + LINES + "; i++) System.out.println(\"line \" + i);");
            return json("{\"case\": \"kernel-messages\", \"java\": \"%s\", \"per_s\": %.0f, \"lines\": %d, \"lines_s\": %.2f}",
                Runtime.version().feature(), rate, printed, (System.nanoTime() - begin) / 1e9);
        }
    }

    private String panel() throws IOException, InterruptedException {
        try (Session s = new Session()) {
            s.result(TRAINING.get(0));
            double[] bare = new double[TRAININGS], panel = new double[TRAININGS], ratios = new double[TRAININGS];
            for (int i = 0; i < TRAININGS; i++) {
                String[] seconds = s.result(TRAINING.get(1)).replace("\"", "").split(" ");
                bare[i] = Double.parseDouble(seconds[0]);
                panel[i] = Double.parseDouble(seconds[1]);
                ratios[i] = panel[i] / bare[i];
            }
            return json("{\"case\": \"kernel-panel\", \"java\": \"%s\", \"bare_s\": %.2f, \"panel_s\": %.2f, \"percent_median\": %.1f, \"trainings\": %d}",
                Runtime.version().feature(), median(bare), median(panel), 100 * (median(ratios) - 1), TRAININGS);
        }
    }

    private static String json(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** One process of the kernel and a front end of it. */
    private final class Session implements AutoCloseable {
        private final Codec codec = new Codec("bench", "hmac-sha256");
        private final ZMQ.Context context = ZMQ.context(1);
        private final ZMQ.Socket shell = context.socket(SocketType.DEALER), iopub = context.socket(SocketType.SUB);
        private final Path file = Files.createTempFile("convbook-bench", ".json");
        private final Process process;
        private final long begun;

        Session() throws IOException {
            int[] p = Rehearsal.freePorts();
            Files.writeString(file, Json.of("transport", "tcp", "ip", "127.0.0.1", "shell_port", p[0], "control_port", p[1], "iopub_port", p[2],
                "stdin_port", p[3], "hb_port", p[4], "key", "bench", "signature_scheme", "hmac-sha256").toString());
            for (ZMQ.Socket socket : List.of(shell, iopub)) {
                socket.setLinger(0);
                socket.setReceiveTimeOut(PATIENCE_MS);
                socket.setReconnectIVL(5);   // the ports are opened by the process that is still to start
            }
            iopub.setRcvHWM(0);
            iopub.subscribe(new byte[0]);
            iopub.connect("tcp://127.0.0.1:" + p[2]);
            shell.connect("tcp://127.0.0.1:" + p[0]);
            JsonObject spec = JsonParser.parseString(Files.readString(kernelJson)).getAsJsonObject();
            List<String> command = new ArrayList<>();
            spec.getAsJsonArray("argv").forEach(a -> command.add(a.getAsString().replace("{connection_file}", file.toString())));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            Json.object(spec, "env").entrySet().forEach(e -> builder.environment().put(e.getKey(), e.getValue().getAsString()));
            begun = System.nanoTime();
            process = builder.start();
        }

        private void send(String type, JsonObject content) {
            Sockets.send(shell, codec.encode(new WireMessage(List.of(), codec.header(type), new JsonObject(), new JsonObject(), content, List.of())));
        }

        private WireMessage published(Predicate<WireMessage> wanted) {
            while (true) {
                List<byte[]> frames = Sockets.receive(iopub);
                if (frames == null) throw new IllegalStateException("the kernel has not answered in " + PATIENCE_MS / 1000 + " s");
                WireMessage m = codec.decode(frames);
                String failed = m.type().equals("error") ? Json.text(m.content(), "evalue", "") : null;
                if (failed != null) throw new IllegalStateException("a cell of the benchmark failed: " + failed);
                if (wanted.test(m)) return m;
            }
        }

        private void run(String code) {
            send("execute_request", Json.of("code", code, "silent", false, "store_history", true, "allow_stdin", false));
        }

        double untilResult(String code) {
            run(code);
            published(m -> m.type().equals("execute_result"));
            return (System.nanoTime() - begun) / 1e9;
        }

        String result(String code) {
            run(code);
            return Json.text(Json.object(published(m -> m.type().equals("execute_result")).content(), "data"), "text/plain", "");
        }

        String slider() {
            run("new IntSlider(\"bench\", 0, " + BURST + ", 0)");
            WireMessage open = published(m -> m.type().equals("comm_open")
                && Json.text(Json.object(Json.object(m.content(), "data"), "state"), "_model_name", "").equals("IntSliderModel"));
            published(m -> m.type().equals("execute_result"));
            return Json.text(open.content(), "comm_id", "");
        }

        void change(String comm, int value) {
            JsonObject data = Json.of("method", "update", "state", Json.of("value", value), "buffer_paths", List.of());
            send("comm_msg", Json.of("comm_id", comm, "data", data));
        }

        void echo() {
            published(m -> m.type().equals("comm_msg") && Json.text(Json.object(m.content(), "data"), "method", "").equals("echo_update"));
        }

        int lines(String code) {
            run(code + "\n\"printed\"");
            int[] count = {0};
            published(m -> {
                if (m.type().equals("stream")) count[0] += (int) Json.text(m.content(), "text", "").lines().count();
                return m.type().equals("execute_result");
            });
            return count[0];
        }

        /** Resident memory; only Linux tells it. */
        double residentMegabytes() throws IOException {
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            if (!Files.isReadable(status)) return Double.NaN;
            for (String line : Files.readAllLines(status)) if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            return Double.NaN;
        }

        @Override public void close() throws IOException, InterruptedException {
            process.destroyForcibly().waitFor();
            shell.close();
            iopub.close();
            context.term();
            Files.deleteIfExists(file);
        }
    }
}
