package org.convbook.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The Jupyter protocol over real ZeroMQ sockets: every message type, order, loss, broken and forged messages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireTest {
    private final KernelProcess kernel = KernelProcess.start();
    private final WireClient client = kernel.client;

    @AfterAll void end() {
        kernel.close();
    }

    @Test void everyMessageCarriesTheKernelsSession() {
        WireMessage request = client.send("5", Json.of());
        WireMessage reply = client.reply(client.shell, request);
        String session = Json.text(reply.header(), "session", "");
        assertFalse(session.isEmpty());
        List<WireMessage> published = client.untilIdle(request);
        assertEquals(2, published.size());
        for (WireMessage m : published) {
            assertEquals(session, Json.text(m.header(), "session", ""));
            assertEquals("5.3", Json.text(m.header(), "version", ""));
            assertTrue(Json.text(m.header(), "date", "").matches("\\d{4}-\\d\\d-\\d\\dT.*Z"));
        }
    }

    @Test void kernelInfoIsComplete() {
        JsonObject info = client.ask("kernel_info_request", Json.of());
        assertEquals("ok", Json.text(info, "status", ""));
        assertEquals("5.3", Json.text(info, "protocol_version", ""));
        JsonObject language = info.getAsJsonObject("language_info");
        assertEquals("java", Json.text(language, "name", ""));
        assertEquals(".java", Json.text(language, "file_extension", ""));
        assertEquals(Runtime.version().toString(), Json.text(language, "version", ""));
    }

    @Test void everyReplyHasAStatusAndEveryRequestAnIdle() {
        String[][] requests = {{"kernel_info_request", "{}"}, {"execute_request", "{\"code\":\"1\"}"}, {"execute_request", "{\"code\":\"1 +\"}"},
            {"complete_request", "{\"code\":\"Math.\",\"cursor_pos\":5}"}, {"inspect_request", "{\"code\":\"Math\",\"cursor_pos\":2}"},
            {"is_complete_request", "{\"code\":\"1\"}"}, {"history_request", "{\"hist_access_type\":\"tail\",\"n\":1}"}, {"comm_info_request", "{}"}};
        for (String[] r : requests) {
            WireMessage request = client.send(client.shell, r[0], com.google.gson.JsonParser.parseString(r[1]).getAsJsonObject());
            var result = client.finish(request);
            assertTrue(List.of("ok", "error", "complete").contains(result.status()), r[0] + ": " + result.status());
        }
        assertEquals("ok", Json.text(client.askControl("interrupt_request", Json.of()), "status", ""));
    }

    @Test void aCellIsPublishedInOrder() {
        WireMessage request = client.send("System.out.println(1); System.err.println(2); System.out.println(3);\n4", Json.of());
        var r = client.finish(request);
        assertEquals(List.of("execute_input", "stream", "stream", "stream", "execute_result"), r.published().stream().map(WireMessage::type).toList());
        assertEquals("1\n3\n", r.printed("stdout"));
        assertEquals("2\n", r.printed("stderr"));
        assertEquals("ok", r.status());
        assertTrue(r.reply().has("user_expressions") && r.reply().has("payload"));
    }

    @Test void noneOfTwentyThousandLinesIsLost() {
        var r = client.run("for (int i = 0; i < 20000; i++) System.out.println(\"line \" + i);");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20000; i++) all.append("line ").append(i).append('\n');
        assertEquals(all.toString(), r.printed("stdout"));
        assertTrue(r.of("stream").size() < 2000, "the lines are sent in batches, not in " + r.of("stream").size() + " messages");
    }

    @Test void anOutputOf100MegabytesArrivesWhole() {
        var r = client.run("System.out.print(\"x\".repeat(50_000_000));\nfor (int i = 0; i < 5000; i++) System.out.print(\"y\".repeat(10000));");
        assertEquals(100_000_000, r.printed("stdout").length());
    }

    @Test void outputOfAThreadAppearsUnderItsCell() {
        WireMessage cell = client.send("var gate = new CountDownLatch(1);\nnew Thread(() -> { try { gate.await(); } catch (InterruptedException e) { } System.out.println(\"late\"); }).start();", Json.of());
        client.finish(cell);
        var later = client.run("gate.countDown();\nThread.sleep(200);\nSystem.out.println(\"now\");");
        assertEquals("now\n", later.printed("stdout"));
        assertTrue(WireClient.isFor(client.published(m -> m.type().equals("stream") && Json.text(m.content(), "text", "").equals("late\n")), cell));
    }

    @Test void lateOutputOfAHundredThreadsIsAllUnderTheirCell() {
        WireMessage cell = client.send("var start = new CountDownLatch(1);\nvar ends = new CountDownLatch(100);\n"
            + "for (int i = 0; i < 100; i++) new Thread(() -> { try { start.await(); } catch (InterruptedException e) { } System.out.println(\"t\"); ends.countDown(); }).start();",
            Json.of());
        client.finish(cell);
        var later = client.run("start.countDown();\nends.await();\nSystem.out.println(\"now\");");
        assertEquals("now\n", later.printed("stdout"));
        StringBuilder printed = new StringBuilder();
        while (printed.length() < 200) {
            printed.append(Json.text(client.published(m -> m.type().equals("stream") && WireClient.isFor(m, cell)).content(), "text", ""));
        }
        assertEquals("t\n".repeat(100), printed.toString());
    }

    @Test void parallelStreamsPrintUnderTheCellThatRuns() {
        client.run("IntStream.range(0, 64).parallel().forEach(i -> System.out.print(\"\"));");
        var r = client.run("IntStream.range(0, 64).parallel().forEach(i -> System.out.print(\"p\"));");
        assertEquals("p".repeat(64), r.printed("stdout"));
    }

    @Test void cellsBehindAFailedOneAreAborted() {
        WireMessage slow = client.send("Thread.sleep(300); throw new RuntimeException();", Json.of());
        WireMessage behind = client.send("System.out.println(\"behind\");", Json.of());
        WireMessage info = client.send(client.shell, "kernel_info_request", Json.of());
        assertEquals("error", client.finish(slow).status());
        var aborted = client.finish(behind);
        assertEquals("aborted", aborted.status());
        assertEquals("", aborted.printed("stdout"));
        assertEquals("ok", client.finish(info).status());
        assertEquals("2", client.run("1 + 1").value());
        WireMessage failing = client.send("Thread.sleep(300); throw new RuntimeException();", Json.of("stop_on_error", false));
        WireMessage next = client.send("5", Json.of());
        assertEquals("error", client.finish(failing).status());
        assertEquals("5", client.finish(next).value());
    }

    @Test void silentCellsLeaveNoTrace() {
        int count = client.run("1").reply().get("execution_count").getAsInt();
        var r = client.run("System.out.println(1);\n2", Json.of("silent", true));
        assertEquals(List.of(), r.published());
        assertEquals("ok", r.status());
        var unstored = client.run("3", Json.of("store_history", false));
        assertEquals("3", unstored.value());
        assertEquals(count, unstored.reply().get("execution_count").getAsInt());
    }

    @Test void userExpressionsAreEvaluated() {
        var r = client.run("int seven = 7;", Json.of("user_expressions", Json.of("good", "seven * 2", "bad", "seven +")));
        JsonObject answers = r.reply().getAsJsonObject("user_expressions");
        assertEquals("14", answers.getAsJsonObject("good").getAsJsonObject("data").get("text/plain").getAsString());
        assertEquals("ok", Json.text(answers.getAsJsonObject("good"), "status", ""));
        assertEquals("error", Json.text(answers.getAsJsonObject("bad"), "status", ""));
    }

    @Test void historyIsKept() {
        client.run("String h1 = \"first of history\";");
        client.run("h1");
        JsonArray tail = client.ask("history_request", Json.of("hist_access_type", "tail", "n", 2, "output", false, "raw", true)).getAsJsonArray("history");
        assertEquals(2, tail.size());
        assertEquals("h1", tail.get(1).getAsJsonArray().get(2).getAsString());
        JsonArray found = client.ask("history_request", Json.of("hist_access_type", "search", "pattern", "*first of hist*", "n", 1, "output", true)).getAsJsonArray("history");
        assertEquals("String h1 = \"first of history\";", found.get(0).getAsJsonArray().get(2).getAsJsonArray().get(0).getAsString());
        int n = found.get(0).getAsJsonArray().get(1).getAsInt();
        JsonArray range = client.ask("history_request", Json.of("hist_access_type", "range", "session", 0, "start", n, "stop", n + 1)).getAsJsonArray("history");
        assertEquals(1, range.size());
    }

    @Test void scannersReadFromTheFrontEnd() {
        WireMessage cell = client.send("System.out.print(\"Name? \");\nvar in = new Scanner(System.in);\nSystem.out.println(\"Hello \" + in.nextLine() + in.nextInt());", Json.of());
        for (String answer : List.of("Ada", "36")) {
            WireMessage question = client.reply(client.stdin, cell);
            assertEquals("input_request", question.type());
            WireMessage reply = new WireMessage(List.of(), client.codec.header("input_reply"), question.header(), Json.of(), Json.of("value", answer, "status", "ok"), List.of());
            Sockets.send(client.stdin, client.codec.encode(reply));
        }
        assertEquals("Name? Hello Ada36\n", client.finish(cell).printed("stdout"));
    }

    @Test void readingWithoutAKeyboardSaysSo() {
        String error = client.run("new Scanner(System.in).nextLine()", Json.of("allow_stdin", false)).error();
        assertTrue(error.startsWith("UnsupportedOperationException: this cell cannot read from the keyboard: the front end that runs it offers no input\n"), error);
    }

    @Test void completenessIsJudged() {
        String[][] cases = {{"int x = 1;", "complete"}, {"x = = 1;", "invalid"}, {"for (int i = 0; i < 3; i++) {", "incomplete"}, {"1 + 1", "complete"},
            {"int a = 1; int b = ", "incomplete"}, {"", "complete"}, {"class A { int", "incomplete"}, {"%time 1", "complete"}, {"int 3x = 1;", "invalid"}};
        for (String[] c : cases) assertEquals(c[1], Json.text(client.ask("is_complete_request", Json.of("code", c[0])), "status", ""), c[0]);
        assertEquals("    ", Json.text(client.ask("is_complete_request", Json.of("code", "if (true) {")), "indent", ""));
    }

    private List<String> complete(String code) {
        JsonObject reply = client.ask("complete_request", Json.of("code", code, "cursor_pos", code.codePointCount(0, code.length())));
        List<String> all = new ArrayList<>();
        reply.getAsJsonArray("matches").forEach(m -> all.add(code.substring(0, code.offsetByCodePoints(0, reply.get("cursor_start").getAsInt())) + m.getAsString()));
        return all;
    }

    @Test void completionKnowsTypesVariablesAndTheCellItself() {
        client.run("var completions = new ArrayList<String>();");
        assertTrue(complete("completions.addA").contains("completions.addAll("), complete("completions.addA").toString());
        assertTrue(complete("Math.ab").contains("Math.abs("));
        assertTrue(complete("int n = 1;\nString mine = \"😀\";\nmine.toUpper").contains("int n = 1;\nString mine = \"😀\";\nmine.toUpperCase("));
        assertEquals(List.of(), complete("nothing.like.this."));
    }

    @Test void fewMatchesCarryTypeAndSignature() {
        String code = "Math.floorM";
        JsonObject reply = client.ask("complete_request", Json.of("code", code, "cursor_pos", code.length()));
        JsonObject first = reply.getAsJsonObject("metadata").getAsJsonArray("_jupyter_types_experimental").get(0).getAsJsonObject();
        assertEquals("floorMod(", first.get("text").getAsString());
        assertEquals("function", first.get("type").getAsString());
        assertEquals(5, first.get("start").getAsInt());
        assertEquals(code.length(), first.get("end").getAsInt());
        assertTrue(first.get("signature").getAsString().contains("int Math.floorMod(int x, int y)"), first.toString());
    }

    @Test void inspectionKnowsMethodsTypesAndVariables() {
        client.run("int inspected = 3;");
        assertTrue(inspect("Math.abs", 8).contains("int Math.abs(int a)"), inspect("Math.abs", 8));
        assertTrue(inspect("Math.abs(-1)", 6).contains("int Math.abs(int a)"));
        assertTrue(inspect("inspected", 4).contains("inspected"));
        assertTrue(inspect("String", 6).contains("String"));
        assertNull(inspect("nothingLikeThis", 5));
    }

    private String inspect(String code, int at) {
        JsonObject reply = client.ask("inspect_request", Json.of("code", code, "cursor_pos", at, "detail_level", 0));
        assertEquals("ok", Json.text(reply, "status", ""));
        return Json.text(Json.object(reply, "data"), "text/plain", null);
    }

    @Test void forgedAndBrokenMessagesAreRefusedAndTheKernelLives() {
        Codec thief = new Codec("another key", "hmac-sha256");
        WireMessage forged = new WireMessage(List.of(), thief.header("execute_request"), Json.of(), Json.of(), Json.of("code", "java.nio.file.Files.writeString(Path.of(\"forged\"), \"x\"); System.out.println(\"forged\");"), List.of());
        Sockets.send(client.shell, thief.encode(forged));
        Random random = new Random(3);
        List<byte[]> good = client.codec.encode(new WireMessage(List.of(), client.codec.header("kernel_info_request"), Json.of(), Json.of(), Json.of(), List.of()));
        for (int i = 0; i < 1000; i++) {
            List<byte[]> bad = new ArrayList<>(good);
            switch (i % 4) {
                case 0 -> bad = new ArrayList<>(bad.subList(0, random.nextInt(good.size() - 1) + 1));
                case 1 -> bad.set(1 + random.nextInt(5), random.ints(20, 0, 256).collect(java.io.ByteArrayOutputStream::new, java.io.ByteArrayOutputStream::write, (a, b) -> { }).toByteArray());
                case 2 -> bad.set(random.nextInt(6), new byte[0]);
                default -> bad.remove(random.nextInt(6));
            }
            Sockets.send(i % 2 == 0 ? client.shell : client.control, bad);
        }
        assertEquals("2", client.run("1 + 1").value());
        assertEquals("false", client.run("Files.exists(Path.of(\"forged\"))").value());
        assertTrue(kernel.logged().contains("a message was refused: the signature does not fit the message"));
        assertFalse(kernel.logged().contains("\tat "), "a refused message is one line in the log");
    }

    @Test void requestsThatMissPartsAreErrors() {
        JsonObject reply = client.ask("execute_request", Json.of("kode", "1"));
        assertEquals("error", Json.text(reply, "status", ""));
        assertEquals("the request has no text \"code\"", Json.text(reply, "evalue", ""));
        assertEquals("error", Json.text(client.ask("dance_request", Json.of()), "status", ""));
        for (String comm : List.of("comm_open", "comm_msg", "comm_close")) {
            WireMessage without = client.send(client.shell, comm, Json.of());
            assertEquals("the request has no text \"comm_id\"", Json.text(client.untilIdle(without).get(0).content(), "evalue", ""), comm);
        }
        assertEquals("ok", Json.text(client.ask("complete_request", Json.of("code", "Math.", "cursor_pos", 999)), "status", ""));
        assertEquals("ok", Json.text(client.ask("complete_request", Json.of("code", "", "cursor_pos", -5)), "status", ""));
    }

    @Test void theHeartbeatAnswers() {
        ZMQ.Context context = ZMQ.context(1);
        try (ZMQ.Socket heart = context.socket(SocketType.REQ)) {
            heart.setLinger(0);
            heart.setReceiveTimeOut(WireClient.PATIENCE_MS);
            heart.connect(kernel.connection.address(kernel.connection.heartbeat()));
            heart.send("ping");
            assertEquals("ping", heart.recvStr());
        }
    }

    @Test void theProcessIsGoneAfterAShutdownRequest() {
        try (KernelProcess own = KernelProcess.start()) {
            own.client.run("new Thread(() -> { while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } } }).start();\n"
                + "Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) { } }));");
            own.client.send("while (true) { }", Json.of());
            assertEquals("ok", Json.text(own.client.askControl("shutdown_request", Json.of("restart", false)), "status", ""));
            assertTrue(own.endsWithin(15_000), "the kernel lives on after shutdown");   // 2 s is the goal, on a quiet machine
        }
    }
}
