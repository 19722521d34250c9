package io.github.spencerpark.ijava.runtime;

import java.util.List;

import io.github.spencerpark.ijava.IJava;

/** What the magics of a cell become. */
public final class Magics {
    private Magics() {}

    /** Runs a line magic. */
    public static <T> T lineMagic(String name, List<String> words) throws Exception {
        return IJava.getKernelInstance().getMagics().applyLineMagic(name, words);
    }

    /** Runs a cell magic. */
    public static <T> T cellMagic(String name, List<String> words, String body) throws Exception {
        return IJava.getKernelInstance().getMagics().applyCellMagic(name, words, body);
    }
}
