package org.convbook.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * The frames of one output as the script in the page reads them: JSON, compressed, base64. Equal frames are kept once; of drawings each line
 * is kept once, since two frames differ in few.
 *
 * @param title    what the frames show
 * @param axes     the axes, the last one changing fastest
 * @param start    the place on each axis where the page begins
 * @param width    of a frame, in CSS pixels
 * @param interval the milliseconds between two frames while they play
 */
record FrameSheet(String title, List<Axis> axes, int[] start, int width, int interval) {
    /** One slider: its name and what it says at each of its places. */
    record Axis(String name, List<String> labels) {
        /** Every step-th place, counted from {@code first}. */
        Axis every(int step, int first) {
            return new Axis(name, IntStream.range(0, labels.size()).filter(i -> i % step == first).mapToObj(labels::get).toList());
        }
    }

    /** The payload of drawings, given as SVG documents, one for each place. */
    String ofDrawings(List<String> frames) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<String> pictures = new ArrayList<>();
        List<Integer> which = new ArrayList<>();
        for (String frame : frames) {
            which.add(numbers.computeIfAbsent(frame, f -> {
                pictures.add(f.lines().map(line -> lines.computeIfAbsent(line, l -> lines.size()).toString())
                    .collect(Collectors.joining(",", "[", "]")));
                return numbers.size();
            }));
        }
        return packed(which, "\"lines\":" + texts(List.copyOf(lines.keySet())) + ",\"pictures\":[" + String.join(",", pictures) + "]");
    }

    /** The payload of PNG files, base64, one for each place. */
    String ofPixels(List<String> frames) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<Integer> which = frames.stream().map(f -> numbers.computeIfAbsent(f, k -> numbers.size())).toList();
        return packed(which, "\"pictures\":" + texts(List.copyOf(numbers.keySet())));
    }

    private String packed(List<Integer> frames, String rest) {
        String all = axes.stream().map(a -> "{\"name\":" + text(a.name) + ",\"labels\":" + texts(a.labels) + "}")
            .collect(Collectors.joining(",", "[", "]"));
        String json = "{\"title\":" + text(title) + ",\"axes\":" + all + ",\"start\":" + Arrays.toString(start)
            + ",\"width\":" + width + ",\"interval\":" + interval + ",\"frames\":" + frames + "," + rest + "}";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("frames could not be compressed", e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static String texts(List<String> all) {
        return all.stream().map(FrameSheet::text).collect(Collectors.joining(",", "[", "]"));
    }

    private static String text(String s) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < 0x20) out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        }
        return out.append('"').toString();
    }
}
