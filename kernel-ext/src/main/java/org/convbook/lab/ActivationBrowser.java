package org.convbook.lab;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Dataset;
import org.convbook.lab.Activations.Output;
import org.convbook.render.Levels;
import org.convbook.widget.Dropdown;
import org.convbook.widget.HBox;
import org.convbook.widget.Image;
import org.convbook.widget.IntSlider;
import org.convbook.widget.Movable;
import org.convbook.widget.VBox;
import org.convbook.widget.Widget;

/**
 * Looks at one layer at a time: all its maps in pages of 64, one of them large beside the image, its largest value, the window of the image which
 * the unit with that value sees, and how many values are zero.
 * <pre>
 * ActivationBrowser.of(net, test).layer("3").channel(5)
 * </pre>
 * The network is run when it is shown, with the weights of that moment. A layer, image or channel that is not there is an
 * {@link IllegalArgumentException}.
 */
public final class ActivationBrowser implements Movable, Drawn {
    private static final int MOST_FRAMES = 24;

    /** What is browsed; the last run is kept, since most changes are of layer and channel. */
    private static final class Subject {
        private final Layer net;
        private final IntFunction<Tensor> images;
        private final int count;
        private final List<String> classes;
        private final IntFunction<String> captions;
        private Map<String, SeenWindow> windows;
        private int ran = -1;
        private Activations run;

        private Subject(Layer net, IntFunction<Tensor> images, int count, List<String> classes, IntFunction<String> captions) {
            this.net = net;
            this.images = images;
            this.count = count;
            this.classes = classes;
            this.captions = captions;
        }

        synchronized Activations run(int image) {
            if (ran != image) run = Activations.of(net, images.apply(image));
            ran = image;
            return run;
        }

        synchronized SeenWindow window(String path) {
            int[] shape = run(ran < 0 ? 0 : ran).input().shape();
            if (windows == null) windows = SeenWindow.of(net, shape[1], shape[2], shape[3]);
            return windows.get(path);
        }
    }

    private final Subject subject;
    private final int image;
    private final String path;
    private final int channel;

    private ActivationBrowser(Subject subject, int image, String path, int channel) {
        this.subject = subject;
        this.image = image;
        this.path = path;
        this.channel = channel;
    }

    /** Browses what the network makes of the images of a data set, from the first image and layer on. */
    public static ActivationBrowser of(Layer net, Dataset images) {
        IntFunction<String> caption = i -> "image " + i + (images.pixelLabels() ? "" : ": " + images.classes().get(images.label(i)));
        return of(new Subject(net, i -> Activations.image(images, i), images.size(), List.copyOf(images.classes()), caption));
    }

    /** Browses what the network makes of one image [1, C, H, W]. */
    public static ActivationBrowser of(Layer net, Tensor image) {
        return of(new Subject(net, i -> image, 1, List.of(), i -> "image"));
    }

    private static ActivationBrowser of(Subject subject) {
        List<Output> outputs = subject.run(0).outputs();
        if (outputs.isEmpty()) throw new IllegalArgumentException("activation browser: " + subject.net + " has no layer that changes its input");
        return new ActivationBrowser(subject, 0, outputs.get(0).path(), 0);
    }

    /** The layer at this path; the channel goes back to the first. */
    public ActivationBrowser layer(String path) {
        List<String> paths = subject.run(image).outputs().stream().map(Output::path).toList();
        if (!paths.contains(path)) throw new IllegalArgumentException("activation browser: no layer at \"" + path
            + "\" has an output of its own; expected one of " + paths);
        return new ActivationBrowser(subject, image, path, 0);
    }

    /** The image with this number in the data set. */
    public ActivationBrowser image(int image) {
        if (image < 0 || image >= subject.count)
            throw new IllegalArgumentException("activation browser: there is no image " + image + ", expected 0 to " + (subject.count - 1));
        return new ActivationBrowser(subject, image, path, channel);
    }

    /** The map, or the unit of a vector, that is shown large. */
    public ActivationBrowser channel(int channel) {
        int count = output().channels();
        if (channel < 0 || channel >= count)
            throw new IllegalArgumentException("activation browser: layer " + path + " has no channel " + channel + ", expected 0 to " + (count - 1));
        return new ActivationBrowser(subject, image, path, channel);
    }

    /** The share of the layer's values that are exactly zero: what a ReLU has silenced. */
    public double zeros() {
        return ActivationPanel.zeros(output().values());
    }

    @Override public Figure figure() {
        return panel().figure();
    }

    /** A list of the layers, and sliders for the image and the channel. */
    @Override public Widget widget() {
        Map<String, String> layers = new LinkedHashMap<>();
        subject.run(image).outputs().forEach(o -> layers.put(o.title(), o.path()));
        Dropdown<String> layer = new Dropdown<>("layer", layers).value(path);
        layer.layout().width("min(760px, 100%)");
        IntSlider number = new IntSlider("image", 0, subject.count - 1, image).continuous(false);
        IntSlider map = new IntSlider("channel", 0, output().channels() - 1, channel);
        Image picture = Image.of(figure());
        Runnable redraw = () -> picture.picture(new ActivationBrowser(subject, number.value(), layer.value(), map.value()).figure());
        map.onChange(v -> redraw.run());
        number.onChange(v -> redraw.run());
        layer.onChange(p -> {
            int last = layer(p).output().channels() - 1;
            boolean moves = map.value() > last;                // then the slider redraws
            map.max(last);
            if (!moves) redraw.run();
        });
        return subject.count == 1 ? new VBox(layer, map, picture) : new VBox(layer, new HBox(number, map), picture);
    }

    /** Frames over the layers; of more than 24 layers every so many. */
    @Override public Levels levels() {
        List<Output> outputs = subject.run(image).outputs();
        int here = outputs.indexOf(output()), step = (outputs.size() + MOST_FRAMES - 1) / MOST_FRAMES;
        List<Output> shown = IntStream.range(0, outputs.size()).filter(i -> (i - here) % step == 0).mapToObj(outputs::get).toList();
        List<Place> places = shown.stream().map(o -> new Place(o.path(), Math.min(channel, o.channels() - 1))).toList();
        return Frames.over("layer", places, p -> new ActivationBrowser(subject, image, p.path, p.channel).figure()).title("Activations")
            .startAt(shown.indexOf(output())).levels().withText(toString());
    }

    /** A layer and what is chosen of it; a frame is named by its layer. */
    private record Place(String path, int channel) {
        @Override public String toString() {
            return path.isEmpty() ? "the whole" : path;
        }
    }

    /** The layer, the range of its values and of the chosen map, and where that is largest. */
    @Override public String toString() {
        return panel().text();
    }

    private ActivationPanel panel() {
        Activations run = subject.run(image);
        Output output = output();
        BufferedImage pixels = ActivationPanel.pixels(run.input());
        List<String> classes = output == run.last() && output.values().length == subject.classes.size() ? subject.classes : List.of();
        return new ActivationPanel(pixels, subject.captions.apply(image), output, channel, output.isMaps() ? subject.window(path) : null, classes);
    }

    private Output output() {
        return subject.run(image).outputs().stream().filter(o -> o.path().equals(path)).findFirst().orElseThrow();
    }
}
