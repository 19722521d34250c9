package org.convbook.data;

/** Chosen images of another data set. */
final class Subset extends View {
    private final int[] indices;

    Subset(Dataset base, int[] indices) {
        super(base);
        this.indices = indices.clone();
        for (int i : indices) {
            if (i < 0 || i >= base.size()) {
                throw new IndexOutOfBoundsException("%s: index %d, expected 0 to %d".formatted(base.name(), i, base.size() - 1));
            }
        }
    }

    @Override public int size() {
        return indices.length;
    }

    @Override public int label(int i) {
        return base.label(indices[i]);
    }

    @Override public void mask(int i, int[] into, int offset) {
        base.mask(indices[i], into, offset);
    }

    @Override public float[] byteValues() {
        return base.byteValues();
    }

    @Override public void bytes(int i, byte[] into, int offset) {
        base.bytes(indices[i], into, offset);
    }

    @Override public void image(int i, float[] into, int offset) {
        base.image(indices[i], into, offset);
    }
}
