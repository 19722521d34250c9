package org.convbook.lab;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.convbook.chart.Palette;
import org.convbook.chart.PictureGrid;
import org.convbook.chart.Pictures;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Dataset;

/**
 * What every layer of a network made of one image. Layers that only pass their input on are left out; a block is there where its output is
 * not that of its last part.
 *
 * @param input   the image, [1, C, H, W]
 * @param outputs one a layer, in the order in which they ran
 */
record Activations(Output input, List<Output> outputs) {
    private static final int STRIP = 60;
    private static final int CELL = 12;

    /** Runs the network on an image [1, C, H, W], on the backend where the network is. */
    @SuppressWarnings("try")                                              // the scope is opened for what it frees
    static Activations of(Layer net, Tensor image) {
        if (image.shape().rank() != 4 || image.shape().size(0) != 1)
            throw new IllegalArgumentException("activation maps: one image [1, C, H, W] is expected, got " + image.shape());
        List<Output> outputs = new ArrayList<>();
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Backend backend = net.parameters().values().stream().findFirst().map(Tensor::backend).orElse(image.backend());
        try (Scope scope = backend.scope()) {
            Pass watched = Pass.inference().watch((path, layer, x, y) -> {
                boolean block = !layer.children().isEmpty();
                if (seen.add(y) && (block || !passesOn(x, y))) outputs.add(new Output(path, layer.toString(), y.shape().sizes(), y.toArray()));
            });
            Tape.withoutGradients(() -> net.apply(image.to(backend), watched));
        }
        return new Activations(new Output("", "input", image.shape().sizes(), image.toArray()), List.copyOf(outputs));
    }

    /** Image {@code i} of a data set as a tensor [1, C, H, W]. */
    static Tensor image(Dataset images, int i) {
        int[] shape = images.imageShape();
        float[] values = new float[shape[0] * shape[1] * shape[2]];
        images.image(i, values, 0);
        return Tensor.of(values, 1, shape[0], shape[1], shape[2]);
    }

    /** The same tensor, or the same values in another shape; a ReLU that happens to meet no negative value is no such layer. */
    private static boolean passesOn(Tensor x, Tensor y) {
        boolean reshaped = x.shape().count() == y.shape().count() && !x.shape().equals(y.shape());
        return x == y || reshaped && Arrays.equals(x.toArray(), y.toArray());
    }

    Output last() {
        return outputs.get(outputs.size() - 1);
    }

    boolean endsInClasses() {
        return !outputs.isEmpty() && last().shape.length == 2 && last().values.length <= 100;
    }

    /** The softmax of the last output, or that output where it is a softmax already. */
    double[] probabilities() {
        float[] v = last().values;
        if (last().layer.startsWith("Softmax")) return IntStream.range(0, v.length).mapToDouble(i -> v[i]).toArray();
        double max = FilterPictures.range(v)[1], sum = 0;
        double[] p = new double[v.length];
        for (int i = 0; i < p.length; i++) sum += p[i] = Math.exp(v[i] - max);
        for (int i = 0; i < p.length; i++) p[i] /= sum;
        return p;
    }

    /**
     * What one layer returned.
     *
     * @param path   of the layer
     * @param layer  its text
     * @param shape  [1, C, H, W] or [1, n]
     * @param values in row order
     */
    record Output(String path, String layer, int[] shape, float[] values) {
        boolean isMaps() {
            return shape.length == 4;
        }

        int channels() {
            return isMaps() ? shape[1] : values.length;
        }

        int height() {
            return isMaps() ? shape[2] : 1;
        }

        int width() {
            return isMaps() ? shape[3] : 1;
        }

        float[] map(int channel) {
            int plane = height() * width();
            return Arrays.copyOfRange(values, channel * plane, (channel + 1) * plane);
        }

        String title() {
            return (path.isEmpty() ? "" : path + "  ") + layer + "  " + Arrays.toString(shape);
        }

        /** Smallest and largest value of the layer; they set the colours of every map of it. */
        double[] range() {
            return FilterPictures.range(values);
        }

        BufferedImage picture(int channel) {
            return picture(map(channel), height(), width());
        }

        private BufferedImage picture(float[] some, int height, int width) {
            double[] range = range();
            return range[0] < 0 ? Pictures.signed(some, height, width, Math.max(-range[0], range[1]))
                : Pictures.grey(some, height, width, 0, range[1]);
        }

        /** Some of the maps in rows that fill {@code width} pixels; a vector as rows of cells. */
        PictureGrid grid(String title, int from, int count, int width) {
            PictureGrid grid = new PictureGrid(title).atLeast(width);
            if (!isMaps()) return grid.cellSize(CELL * stripWidth()).columns(1).add(strip());
            int h = height(), w = width(), maps = channels(), room = width - 24;
            int factor = Math.max(1, Math.min(h > 20 ? 4 : h > 12 ? 5 : h > 7 ? 6 : 8, room / Math.min(maps, 8) / (w + 1))),
                gap = Math.min(4, factor);
            grid.cellSize(w * factor).columns(Math.max(1, Math.min(64, (room + gap) / (w * factor + gap))));
            for (int c = from; c < from + count; c++) grid.add(picture(c), maps == 1 ? new String[0] : new String[] {"" + c});
            return grid;
        }

        /** A vector as rows of cells of equal length; cells that are left over are white. */
        private BufferedImage strip() {
            int n = values.length, width = stripWidth(), height = (n + width - 1) / width;
            BufferedImage image = picture(Arrays.copyOf(values, width * height), height, width);
            for (int i = n; i < width * height; i++) image.setRGB(i % width, i / width, Palette.PAPER.getRGB());
            return image;
        }

        int stripWidth() {
            int rows = (values.length + STRIP - 1) / STRIP;
            return (values.length + rows - 1) / rows;
        }
    }
}
