package org.convbook.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.lab.FilterPictures.Choice;
import org.convbook.render.Levels;
import org.convbook.widget.HBox;
import org.convbook.widget.Image;
import org.convbook.widget.IntSlider;
import org.convbook.widget.Movable;
import org.convbook.widget.ToggleButtons;
import org.convbook.widget.VBox;
import org.convbook.widget.ValueWidget;
import org.convbook.widget.Widget;

/**
 * The filters of a convolution as pictures, as they were when the bank was made; one of them large, with its numbers.
 * <pre>
 * weights  [out, in, kH, kW], or [out, in, kL] over a series
 * in = 1   one picture a filter; dark blue is negative, mid grey zero, yellow positive
 * in = 3   the same in colour; mid grey is zero
 * else     one column a filter, one row an input channel, or one channel alone: such filters are not images
 * </pre>
 * All filters share one range of colours, or each has its own. Weights of another rank, and a filter or channel that is not there, are an
 * {@link IllegalArgumentException}.
 */
public final class FilterBank implements Movable, Drawn {
    private static final int MOST_FRAMES = 32;

    private final FilterPictures filters;
    private final FilterPictures before;
    private final String key;
    private final Choice choice;

    private FilterBank(FilterPictures filters, FilterPictures before, String key, Choice choice) {
        this.filters = filters;
        this.before = before;
        this.key = key;
        this.choice = choice;
    }

    /** The filters of the part at a dotted path, such as {@code FilterBank.of(net, "0")}. */
    public static FilterBank of(Layer net, String path) {
        Layer part = net.at(path);
        String key = path.isEmpty() ? "weight" : path + ".weight";
        Tensor weight = net.parameters().get(key);
        if (weight == null) throw new IllegalArgumentException("filter bank: " + part + (path.isEmpty() ? "" : " at \"" + path + "\"")
            + " has no filters; those of " + net + " are at " + convolutions("", net));
        return of(key, weight, net.parameters().get(path.isEmpty() ? "bias" : path + ".bias"));
    }

    /** The filters of a convolution. */
    public static FilterBank of(Layer convolution) {
        return of(convolution, "");
    }

    /** The filters in a tensor. */
    public static FilterBank of(Tensor weight) {
        return of("weight", weight, null);
    }

    private static FilterBank of(String key, Tensor weight, Tensor bias) {
        int[] shape = weight.shape().sizes();
        if (shape.length != 3 && shape.length != 4)
            throw new IllegalArgumentException("filter bank of " + key + ": weights must be [out, in, kH, kW] or [out, in, kL], got "
                + Arrays.toString(shape));
        int[] four = shape.length == 4 ? shape : new int[] {shape[0], shape[1], 1, shape[2]};
        float[] biases = bias == null ? null : bias.toArray();
        return new FilterBank(new FilterPictures("Filters " + key, four, weight.toArray(), biases), null, key, new Choice(0, 0, false, true));
    }

    private static List<String> convolutions(String path, Layer layer) {
        List<String> all = new ArrayList<>();
        Tensor weight = layer.parameters().get("weight");
        if (weight != null && weight.shape().rank() > 2) all.add(path);
        layer.children().forEach((name, part) -> all.addAll(convolutions(path.isEmpty() ? name : path + "." + name, part)));
        return all;
    }

    /** The filter that is shown large, from 0. */
    public FilterBank filter(int filter) {
        check("filter", filter, filters.units());
        return with(new Choice(filter, choice.channel(), choice.own(), choice.everyChannel()));
    }

    /** The input channel whose weights are shown, from 0, of every filter. */
    public FilterBank channel(int channel) {
        check("input channel", channel, filters.channels());
        return with(new Choice(choice.unit(), channel, choice.own(), false));
    }

    /** Each filter uses all colours: their shapes can be seen. */
    public FilterBank ownScale() {
        return with(new Choice(choice.unit(), choice.channel(), true, choice.everyChannel()));
    }

    /** All filters in one range, as at the start: their strengths can be compared. */
    public FilterBank sharedScale() {
        return with(new Choice(choice.unit(), choice.channel(), false, choice.everyChannel()));
    }

    /** This bank above a later one, both in the same common range: before and after training. Banks of different size are refused. */
    public FilterBank beside(FilterBank after) {
        if (!Arrays.equals(filters.shape(), after.filters.shape()))
            throw new IllegalArgumentException("filter banks: " + size() + " and " + after.size() + " cannot be compared");
        return new FilterBank(named("After:  " + after.key, after.filters), named("Before: " + key, filters), after.key, choice);
    }

    @Override public Figure figure() {
        double common = before == null ? filters.largest() : Math.max(before.largest(), filters.largest());
        Figure drawn = filters.figure(choice, common);
        if (before != null) drawn = Figure.column(0, before.figure(choice, common), drawn);
        Figure all = drawn;
        return Figure.of(all.width(), all.height(), toString(), all::paint);
    }

    /** A slider for the filter, and where there is a choice for the input channel, its view and the scale. */
    @Override public Widget widget() {
        IntSlider filter = new IntSlider("filter", 0, filters.units() - 1, choice.unit());
        IntSlider channel = new IntSlider("channel", 0, filters.channels() - 1, choice.channel());
        ToggleButtons<String> scale = new ToggleButtons<>("range", List.of("shared", "own")).value(choice.own() ? "own" : "shared");
        ToggleButtons<String> show = new ToggleButtons<>("show", List.of("all channels", "this channel"));
        show.value(choice.everyChannel() ? "all channels" : "this channel");
        Image picture = Image.of(figure());
        Runnable redraw = () -> picture.picture(with(new Choice(filter.value(), channel.value(), scale.value().equals("own"),
            show.value().equals("all channels"))).figure());
        for (ValueWidget<?, ?> control : List.of(filter, channel, scale, show)) control.onChange(v -> redraw.run());
        if (filters.channels() == 1) return new VBox(new HBox(filter, scale), picture);
        if (filters.images()) return new VBox(new HBox(filter, channel, scale), picture);
        return new VBox(new HBox(filter, channel), new HBox(show, scale), picture);
    }

    @Override public Levels levels() {
        int last = Math.min(filters.units(), MOST_FRAMES) - 1;
        if (choice.unit() > last) return Levels.of(figure()).withText(toString());
        Levels frames = Frames.over("filter", 0, last, u -> filter(u).figure()).title(filters.name()).startAt(choice.unit()).levels();
        return frames.withText(toString());
    }

    /** Name, size and range of the weights. */
    @Override public String toString() {
        return before == null ? line(filters) : line(before) + "\n" + line(filters);
    }

    private String line(FilterPictures of) {
        double[] least = FilterPictures.range(of.weights());
        String[] range = Numbers.formatAll(least[0], least[1]);
        return of.name() + ": " + size() + ", weights " + range[0] + " to " + range[1];
    }

    private String size() {
        int[] s = filters.shape();
        return String.format(Locale.ROOT, "%d filters of %d x %d over %d %s", s[0], s[2], s[3], s[1], s[1] == 1 ? "channel" : "channels");
    }

    private FilterBank with(Choice other) {
        return new FilterBank(filters, before, key, other);
    }

    private static FilterPictures named(String name, FilterPictures of) {
        return new FilterPictures(name, of.shape(), of.weights(), of.bias());
    }

    private void check(String what, int got, int count) {
        if (got < 0 || got >= count)
            throw new IllegalArgumentException("filter bank of " + key + ": there is no " + what + " " + got + ", expected 0 to " + (count - 1));
    }
}
