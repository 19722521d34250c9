package org.convbook.parity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.tensor.PaddingMode;
import org.convbook.cnn.tensor.Window;

/** Windows of all kinds, and what PyTorch has to be told about them. */
final class Windows {
    private Windows() {}

    /** A window of a convolution: half of them alike in all directions, some with more padding behind than in front. */
    static Window convolving(Draw d, int directions, int largest) {
        boolean alike = d.chance(0.5);
        boolean strided = d.chance(0.5);
        boolean padded = d.chance(0.6);
        boolean dilated = d.chance(0.3);
        List<WindowAxis> axes = new ArrayList<>();
        for (int i = 0; i < directions; i++) {
            int padding = padded ? d.between(0, d.chance(0.9) ? 3 : 6) : 0;
            int after = padded && d.chance(0.1) ? d.between(0, 4) : padding;
            axes.add(new WindowAxis(d.between(1, largest), strided ? d.between(1, 4) : 1, padding, after, dilated ? d.between(1, 3) : 1, 0));
        }
        if (alike) axes = Collections.nCopies(directions, axes.get(0));
        PaddingMode mode = padded && d.chance(0.3) ? d.oneOf(PaddingMode.values()) : PaddingMode.ZEROS;
        return new Window(axes, Window.Fit.FLOOR, mode);
    }

    /** A window of a transposed convolution. */
    static Window transposing(Draw d, int largest) {
        Window w = convolving(d, 2, largest);
        List<WindowAxis> axes = new ArrayList<>();
        for (WindowAxis a : w.axes()) {
            int output = d.chance(0.5) ? d.between(0, Math.max(a.stride(), a.dilation()) - 1) : 0;
            axes.add(new WindowAxis(a.kernel(), a.stride(), a.padding(), a.padding(), a.dilation(), output));
        }
        return new Window(axes, Window.Fit.FLOOR, PaddingMode.ZEROS);
    }

    /** A window of pooling. */
    static Window pooling(Draw d) {
        boolean alike = d.chance(0.5);
        boolean padded = d.chance(0.5);
        List<WindowAxis> axes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int kernel = d.between(1, 5);
            axes.add(new WindowAxis(kernel, d.between(1, 4), padded ? d.between(0, kernel / 2) : 0));
        }
        if (alike) axes = Collections.nCopies(2, axes.get(0));
        return new Window(axes, d.chance(0.3) ? Window.Fit.CEIL : Window.Fit.FLOOR, PaddingMode.ZEROS);
    }

    /** An image that the window fits, at most so many pixels larger than it. */
    static Shape images(Draw d, int batch, int channels, Window w, int slack) {
        int[] sizes = new int[2 + w.axes().size()];
        sizes[0] = batch;
        sizes[1] = channels;
        for (int i = 2; i < sizes.length; i++) {
            WindowAxis a = w.axes().get(i - 2);
            int least = switch (w.mode()) {
                case ZEROS, REPLICATE -> 1;
                case REFLECT -> Math.max(a.padding(), a.after()) + 1;
                case CIRCULAR -> Math.max(1, Math.max(a.padding(), a.after()));
            };
            sizes[i] = Math.max(least, a.extent() - a.padding() - a.after()) + d.between(0, slack);
        }
        return Shape.of(sizes);
    }

    static long[] each(Window w, ToIntFunction<WindowAxis> part) {
        return w.axes().stream().mapToLong(part::applyAsInt).toArray();
    }

    /** Whether PyTorch's own operations know this padding; if not, the image is padded before. */
    static boolean plain(Window w) {
        return w.mode() == PaddingMode.ZEROS && w.axes().stream().allMatch(a -> a.padding() == a.after());
    }

    static long[] padding(Window w) {
        return plain(w) ? each(w, WindowAxis::padding) : new long[w.axes().size()];
    }

    /** The image, padded if that is not left to the operation. */
    static Tensor padded(Tensor x, Window w) {
        if (plain(w)) return x;
        int directions = w.axes().size();
        long[] sides = new long[2 * directions];
        for (int i = 0; i < directions; i++) {
            sides[2 * i] = w.axes().get(directions - 1 - i).padding();
            sides[2 * i + 1] = w.axes().get(directions - 1 - i).after();
        }
        String mode = w.mode() == PaddingMode.ZEROS ? "constant" : w.mode().toString();
        return torch.pad(x, sides, mode, w.mode() == PaddingMode.ZEROS ? new DoubleOptional(0) : new DoubleOptional());
    }
}
