package org.convbook.cnn.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convbook.cnn.backend.WindowAxis;

/** What a {@link Window} answers to an input that does not fit: the arithmetic, and what would fit. */
final class WindowArithmetic {
    private WindowArithmetic() {}

    /** For example {@code a 3x3 filter}, in one direction {@code a filter of 3}. */
    private static String a(Window w, String name) {
        String kernel = product(w.axes().stream().mapToInt(WindowAxis::kernel).toArray());
        return w.axes().size() == 1 ? "a " + name + " of " + kernel : "a " + kernel + " " + name;
    }

    private static String product(int... sizes) {
        return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }

    private static String the(String name, int... sizes) {
        return sizes.length == 1 ? "the " + name + " of " + sizes[0] : "the " + product(sizes) + " " + name;
    }

    static String noPixels(int... sizes) {
        return the("input", sizes) + " has no pixels";
    }

    private static String dilation(Window w) {
        return Window.number(w.axes(), WindowAxis::dilation);
    }

    static String tooLarge(Window w, int... sizes) {
        int[] extent = w.axes().stream().mapToInt(WindowAxis::extent).toArray();
        String covers = dilation(w).equals("1") ? "" : " with dilation " + dilation(w) + " covers " + product(extent) + " and";
        String padded = w.padding().equals("0") ? "" : " with padding " + w.padding();
        int enough = IntStream.range(0, extent.length).map(i -> (extent[i] - sizes[i] + 1) / 2).max().orElseThrow();
        return a(w, "window") + covers + " is larger than " + the("input", sizes) + padded
            + "; padding " + enough + " or more makes room";
    }

    /** The lecture's arithmetic, (N - F + 2P)/S + 1, and what would fit. */
    static String doesNotFit(Window w, int axis, int... sizes) {
        WindowAxis a = w.axes().get(axis);
        int span = sizes[axis] + a.padding() + a.after() - a.extent();
        String value = String.format(Locale.ROOT, "%.2f", (double) span / a.stride() + 1);
        String padded = w.padding().equals("0") ? "" : " and padding " + w.padding();
        String dilated = dilation(w).equals("1") ? "" : " and dilation " + dilation(w);
        return "(" + sizes[axis] + " - " + a.extent() + plus(a) + ")/" + a.stride() + " + 1 = " + value + ": " + a(w, "filter") + " with stride "
            + Window.number(w.axes(), WindowAxis::stride) + padded + dilated + " does not fit " + product(sizes) + remedies(w, sizes);
    }

    private static String plus(WindowAxis a) {
        if (a.padding() != a.after()) return " + " + a.padding() + " + " + a.after();
        return a.padding() == 0 ? "" : " + 2*" + a.padding();
    }

    private static String remedies(Window w, int... sizes) {
        List<String> found = new ArrayList<>();
        int stride = w.axes().stream().mapToInt(WindowAxis::stride).max().orElseThrow();
        int padding = w.axes().stream().mapToInt(WindowAxis::padding).min().orElseThrow();
        for (int s = stride - 1; s >= 1 && found.isEmpty(); s--) if (fits(w.stride(s), sizes)) found.add("stride " + s);
        for (int p = padding + 1; p <= padding + stride; p++) {
            if (fits(w.padding(p), sizes)) {
                found.add("padding " + p);
                break;
            }
        }
        return found.isEmpty() ? "" : "; " + String.join(" or ", found) + " does";
    }

    private static boolean fits(Window w, int... sizes) {
        return IntStream.range(0, sizes.length).allMatch(i -> {
            WindowAxis a = w.axes().get(i);
            int span = sizes[i] + a.padding() + a.after() - a.extent();
            return span >= 0 && span % a.stride() == 0;
        });
    }

    /** For a transposed convolution, whose padding cuts away. */
    static String nothingLeft(Window w, int axis, int... sizes) {
        WindowAxis a = w.axes().get(axis);
        int size = (sizes[axis] - 1) * a.stride() - a.padding() - a.after() + a.extent() + a.outputPadding();
        String cut = a.padding() == a.after() ? "2*" + a.padding() : a.padding() + " - " + a.after();
        return "(" + sizes[axis] + " - 1)*" + a.stride() + " - " + cut + " + " + a.extent()
            + (a.outputPadding() == 0 ? "" : " + " + a.outputPadding()) + " = " + size + ": padding " + w.padding()
            + " leaves nothing of what " + a(w, "filter") + " makes of " + product(sizes);
    }
}
