package org.convbook.lab;

import java.util.List;
import java.util.stream.Collectors;

/** A piece of a network's drawing. */
sealed interface ArchitecturePart {
    /** Two neighbours with equal signatures are the same thing again. */
    String signature();

    /** How many boxes stand side by side in it. */
    int columns();

    /** What a box does, by which it is coloured. */
    enum Kind { INPUT, CONVOLUTION, POOLING, DENSE, UPWARDS, OTHER }

    /**
     * A layer that changes its input.
     *
     * @param path   of the layer
     * @param label  what it is, in a few words
     * @param kind   by which it is coloured
     * @param out    the shape of its output without the batch
     * @param count  its parameters, those of its marks included
     * @param marks  what follows it without changing the shape: activations, normalisations
     * @param joined the path of an earlier layer whose output joins this one's input, or null
     */
    record Box(String path, String label, Kind kind, int[] out, long count, List<String> marks, String joined) implements ArchitecturePart {
        @Override public String signature() {
            return label + " " + out[0] + (out.length > 1 ? " " + out[1] : "");
        }

        @Override public int columns() {
            return 1;
        }

        String shape() {
            return java.util.Arrays.stream(out).mapToObj(Integer::toString).collect(Collectors.joining("×"));
        }
    }

    /** What changes no shape: it becomes a mark on a neighbouring box. */
    record Mark(String name, long count) implements ArchitecturePart {
        @Override public String signature() {
            return name;
        }

        @Override public int columns() {
            return 0;
        }
    }

    /**
     * Branches side by side which meet again; one without parts is a way around.
     *
     * @param name     of the block
     * @param branches the longest first
     * @param sum      whether they are added; else their channels are put one behind the other
     */
    record Fork(String name, List<List<ArchitecturePart>> branches, boolean sum) implements ArchitecturePart {
        @Override public String signature() {
            return name + sum + branches.stream().map(b -> b.stream().map(ArchitecturePart::signature).toList().toString()).toList();
        }

        @Override public int columns() {
            return branches.stream().mapToInt(b -> b.stream().mapToInt(ArchitecturePart::columns).sum()).max().orElse(0);
        }

        /** Whether it is drawn as one line of boxes with an arrow around it. */
        boolean arrowAround() {
            return branches.size() == 2 && branches.get(1).stream().mapToInt(ArchitecturePart::columns).sum() <= 1;
        }
    }

    /**
     * The same several times.
     *
     * @param part  the first of them
     * @param times how often it comes
     * @param paths the paths of all boxes in them
     */
    record Repeat(ArchitecturePart part, int times, List<String> paths) implements ArchitecturePart {
        @Override public String signature() {
            return times + part.signature();
        }

        @Override public int columns() {
            return part.columns();
        }
    }
}
