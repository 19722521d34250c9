package org.convbook.lab;

import org.convbook.data.transform.Affine;
import org.convbook.data.transform.Transform;

/** The random changes of an image that an {@link AugmentationPicker} offers, each with one strength; 0 changes nothing. */
public enum Augmentation {
    /** Mirrors left to right, with a chance of one half. */
    FLIP("flip, left to right", 0, "") {
        @Override Transform of(double strength) {
            return Transform.randomFlip();
        }
    },
    /** Mirrors top to bottom, with a chance of one half. */
    VERTICAL_FLIP("flip, top to bottom", 0, "") {
        @Override Transform of(double strength) {
            return Transform.randomVerticalFlip();
        }
    },
    /** Cuts a window of the old size out of the padded image; the strength is the padding as a share of the side. */
    CROP("crop", 0.4, "of the side") {
        @Override Transform of(double strength) {
            return bySide(strength, Transform::randomCrop);
        }
    },
    /** Covers a square; the strength is its side as a share of the image's. */
    CUTOUT("cutout", 0.8, "of the side") {
        @Override Transform of(double strength) {
            return bySide(strength, Transform::cutout);
        }
    },
    /** Turns by up to so many degrees either way. */
    ROTATION("rotation", 90, "degrees") {
        @Override Transform of(double strength) {
            return Affine.none().rotation(strength);
        }
    },
    /** Makes larger or smaller by up to this share. */
    SCALE("scale", 0.6, "of the size") {
        @Override Transform of(double strength) {
            return Affine.none().scale(1 - strength, 1 + strength);
        }
    },
    /** Leans by up to so many degrees. */
    SHEAR("shear", 45, "degrees") {
        @Override Transform of(double strength) {
            return Affine.none().shear(strength);
        }
    },
    /** Bends the image smoothly; the strength is alpha for a side of 28 pixels, where 34 is usual. */
    ELASTIC("elastic", 80, "alpha at 28 pixels") {
        @Override Transform of(double strength) {
            return new BySide(side -> Transform.elastic(strength * side / 28, 4.0 * side / 28));
        }
    },
    /** Bends the image by a coarse grid; the strength is the deviation as a share of the side. */
    ELASTIC_GRID("elastic grid", 0.15, "of the side") {
        @Override Transform of(double strength) {
            return new BySide(side -> Transform.elasticGrid(3, strength * side));
        }
    },
    /** Adds one number, at most the strength, to every value. */
    BRIGHTNESS("brightness", 0.6, "of full") {
        @Override Transform of(double strength) {
            return Transform.brightness(strength);
        }
    },
    /** Moves all values towards their mean or away from it. */
    CONTRAST("contrast", 1, "") {
        @Override Transform of(double strength) {
            return Transform.contrast(strength);
        }
    },
    /** Raises single channels: a tint. */
    COLOUR_CAST("colour cast", 0.5, "of full") {
        @Override Transform of(double strength) {
            return Transform.colourCast(strength);
        }
    };

    private final String label;
    private final double most;
    private final String unit;

    Augmentation(String label, double most, String unit) {
        this.label = label;
        this.most = most;
        this.unit = unit;
    }

    /** The transform at a strength. */
    abstract Transform of(double strength);

    /** The largest strength that is offered; 0 where there is none to choose. */
    public double most() {
        return most;
    }

    String unit() {
        return unit;
    }

    /** How far apart the strengths of a slider are: 1, 2 or 5 times a power of ten, so that there are 40 to 100 of them. */
    double step() {
        double least = most / 100, power = Math.pow(10, Math.floor(Math.log10(least)));
        for (int times : new int[] {1, 2, 5}) if (times * power >= least * 0.999) return times * power;
        return 10 * power;
    }

    /** About a third of the way: strong enough to be seen. */
    double usual() {
        return most == 0 ? 0 : Math.round(most / 3 / step()) * step();
    }

    /** Its name in words. */
    @Override public String toString() {
        return label;
    }

    private static Transform bySide(double share, java.util.function.IntFunction<Transform> pixels) {
        return new BySide(side -> pixels.apply((int) Math.round(share * side)));
    }
}
