package org.convbook.cnn.loss;

import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.ShapeException;

/** What class numbers must be to fit logits [N, K, …]. */
final class ClassLabels {
    private ClassLabels() {}

    /** Whether there are as many labels as places that have logits. */
    static void checkShapes(String loss, Shape logits, int labels) {
        if (logits.rank() < 2) {
            String axes = logits.rank() + (logits.rank() == 1 ? " axis" : " axes");
            throw new ShapeException(loss, "logits have " + axes + ", expected [N, K] or [N, K, H, W]", shapes(logits));
        }
        int places = places(logits);
        if (places == labels) return;
        String what = logits.rank() == 2 ? " rows of logits" : " pixels of logits";
        throw new ShapeException(loss, labels(labels) + places + what, shapes(logits));
    }

    private static String labels(int count) {
        return count == 1 ? "there is 1 label for " : "there are " + count + " labels for ";
    }

    private static String shapes(Shape logits) {
        return "  logits  " + logits;
    }

    private static int places(Shape logits) {
        int places = 1;
        for (int axis = 0; axis < logits.rank(); axis++) if (axis != 1) places *= logits.size(axis);
        return places;
    }

    /** The same, and whether each label is a class, or the one that is ignored. */
    static void check(String loss, Shape logits, int[] labels, int ignored) {
        checkShapes(loss, logits, labels.length);
        int classes = logits.size(1);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= 0 && labels[i] < classes || ignored >= 0 && labels[i] == ignored) continue;
            throw new IllegalArgumentException(loss + ": label " + labels[i] + " at " + place(logits, i) + " is not in [0, " + classes + ")"
                + (ignored < 0 ? "" : ", nor the ignored " + ignored));
        }
    }

    private static String place(Shape logits, int index) {
        if (logits.rank() != 4) return Integer.toString(index);
        int width = logits.size(3);
        int pixels = logits.size(2) * width;
        return "image " + index / pixels + ", row " + index % pixels / width + ", column " + index % width;
    }
}
