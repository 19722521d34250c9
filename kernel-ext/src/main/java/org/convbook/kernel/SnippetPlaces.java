package org.convbook.kernel;

import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import org.convbook.kernel.Evaluator.CellLine;
import org.convbook.kernel.Evaluator.CellSource;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Where in the cells the snippets stand, so that a line of a stack trace leads back to a line that the user wrote. */
final class SnippetPlaces {
    private final Supplier<SourceCodeAnalysis> analysis;
    private final Map<String, CellSource> sources = new ConcurrentHashMap<>();
    private final Map<String, Snippet> snippets = new ConcurrentHashMap<>();

    SnippetPlaces(Supplier<SourceCodeAnalysis> analysis) {
        this.analysis = analysis;
    }

    /** Notes that the snippet of this number comes from this part of a cell. */
    void keep(String id, Snippet snippet, CellSource from) {
        snippets.put(id, snippet);
        sources.put(id, located(from, snippet));
    }

    /** The place of a snippet, or else this one. */
    CellSource of(Snippet snippet, CellSource otherwise) {
        return sources.getOrDefault(snippet.id(), otherwise);
    }

    /** The place of one snippet of several that were read together. */
    static CellSource located(CellSource cell, Snippet s) {
        String text = s.source();
        int shift = Math.max(0, cell.cellText().indexOf(text, cell.offset()) - cell.offset());
        if (shift > cell.snippetText().length()) shift = 0;
        return new CellSource(cell.cell(), cell.cellText(), cell.offset() + shift, text);
    }

    /** The cell and line of a stack frame that comes from a cell; null for other frames. */
    CellLine locate(StackTraceElement frame) {
        String id = Frames.snippetOf(frame.getClassName());
        CellSource source = id == null ? null : sources.get(id);
        if (source == null) return null;
        int position = positionInSnippet(snippets.get(id), frame.getLineNumber());
        return new CellLine(source.cell(), source.line(position), source.cellText());
    }

    private int positionInSnippet(Snippet snippet, int wrappedLine) {
        try {
            SourceCodeAnalysis.SnippetWrapper wrapper = analysis.get().wrapper(snippet);
            String wrapped = wrapper.wrapped();
            int start = Text.startOfLine(wrapped, wrappedLine);
            int end = Math.min(wrapped.length(), start + Text.line(wrapped, wrappedLine).length());
            return wrapper.wrappedToSourcePosition(Math.max(start, end - 1));
        } catch (RuntimeException e) {
            return 0;
        }
    }
}
