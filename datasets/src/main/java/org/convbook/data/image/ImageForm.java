package org.convbook.data.image;

import java.util.Objects;

/**
 * The one shape that all images of a folder get.
 * <pre>
 * ImageForm.rgb(64, 64)               every image must have 64 x 64 pixels
 * ImageForm.rgb(64, 64).stretched()   each is resized, whatever its proportions
 * ImageForm.grey(64, 64).cropped()    the largest middle part of the right proportions is cut out and resized
 * </pre>
 * Images are resized as by a triangle filter whose width is that of the coarser grid (bilinear when enlarging, and without aliasing when
 * reducing), masks by the nearest pixel. Colour becomes grey by 0.299 red + 0.587 green + 0.114 blue; grey becomes three equal channels;
 * transparency is dropped. Channels other than 1 and 3, or sides outside 1 to 4096, are an {@link IllegalArgumentException}.
 *
 * @param channels 1 for grey or 3 for red, green, blue
 * @param height in pixels
 * @param width in pixels
 * @param sizing what happens to images of another size
 */
public record ImageForm(int channels, int height, int width, Sizing sizing) {
    private static final int MOST = 4096;

    /** What happens to an image of another size. */
    public enum Sizing {
        /** It is refused. */
        EXACT,
        /** All of it is resized; proportions may change. */
        STRETCH,
        /** Its middle is cut out and resized; proportions stay. */
        CROP
    }

    /** Checks the numbers. */
    public ImageForm {
        Objects.requireNonNull(sizing, "sizing");
        if (channels != 1 && channels != 3) throw new IllegalArgumentException("ImageForm: channels must be 1 or 3, got " + channels);
        if (height < 1 || height > MOST || width < 1 || width > MOST) {
            throw new IllegalArgumentException("ImageForm: sides must be 1 to %d pixels, got %dx%d".formatted(MOST, height, width));
        }
    }

    /** Three channels; every image must have this size. */
    public static ImageForm rgb(int height, int width) {
        return new ImageForm(3, height, width, Sizing.EXACT);
    }

    /** One channel; every image must have this size. */
    public static ImageForm grey(int height, int width) {
        return new ImageForm(1, height, width, Sizing.EXACT);
    }

    /** Images of another size are resized. */
    public ImageForm stretched() {
        return new ImageForm(channels, height, width, Sizing.STRETCH);
    }

    /** Of images of another size or other proportions, the middle is taken. */
    public ImageForm cropped() {
        return new ImageForm(channels, height, width, Sizing.CROP);
    }

    /** The part of an image that is taken, in pixels from its upper left corner. */
    Part part(int imageHeight, int imageWidth) {
        if (sizing != Sizing.CROP) return new Part(0, 0, imageHeight, imageWidth);
        double scale = Math.min((double) imageHeight / height, (double) imageWidth / width);
        double h = scale * height;
        double w = scale * width;
        return new Part((imageHeight - h) / 2, (imageWidth - w) / 2, h, w);
    }

    /** A part of an image, not always whole pixels. */
    record Part(double top, double left, double height, double width) { }
}
