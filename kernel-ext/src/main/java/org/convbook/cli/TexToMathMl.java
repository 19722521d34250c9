package org.convbook.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns a TeX formula into MathML, as every browser draws it without scripts or network.
 * Knows what a lecture on networks writes: scripts, fractions, roots, fences, functions, accents, matrices, cases, aligned lines.
 * An unknown command is an {@link IllegalArgumentException} that names it.
 *
 * @see <a href="https://www.w3.org/TR/mathml-core/">MathML Core</a>
 */
final class TexToMathMl {
    private final TexScanner in;
    private final String font;
    private boolean first;                                                 // whether the next piece opens its row

    private TexToMathMl(String tex, String font) {
        in = new TexScanner(tex);
        this.font = font;
    }

    /** The {@code <math>} element of a formula, in a line or on a line of its own. */
    static String convert(String tex, boolean display) {
        String body = inner(tex.strip().replaceAll("\\\\(label|tag)\\{[^}]*}", ""), "");
        return "<math" + (display ? " display=\"block\"" : "") + ">" + body + "</math>";
    }

    private static String inner(String tex, String font) {
        TexToMathMl parser = new TexToMathMl(tex, font);
        List<List<String>> rows = parser.rows();
        if (!parser.in.done()) throw new IllegalArgumentException("formula: unexpected " + parser.in.peek() + " in " + tex);
        boolean single = rows.size() == 1 && rows.get(0).size() == 1;
        return single ? rows.get(0).get(0) : TexTables.aligned(rows);
    }

    /** Rows of cells, parted by \\ and &amp;, up to the end of the text, of the environment or of the fence. */
    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        while (true) {
            row.add(row());
            if (in.takes("&")) continue;
            rows.add(row);
            if (!in.takes("\\\\")) return rows;
            row = new ArrayList<>();
            in.skipSpace();
            if (in.done() || in.atCommand("end")) return rows;
        }
    }

    /** Everything up to the next separator, closing brace, \\right or \\end, as one {@code <mrow>}. */
    private String row() {
        StringBuilder out = new StringBuilder();
        for (in.skipSpace(); !atEnd(); in.skipSpace()) {
            first = out.length() == 0;
            if (in.atCommand("displaystyle")) {
                in.command();
                out.append("<mstyle displaystyle=\"true\">").append(row()).append("</mstyle>");
            } else {
                out.append(scripted());
            }
        }
        return "<mrow>" + out + "</mrow>";
    }

    private boolean atEnd() {
        return in.done() || in.peek() == '}' || in.peek() == '&' || in.atCommand("\\") || in.atCommand("right") || in.atCommand("end");
    }

    private String scripted() {
        boolean limits = atLimits();
        String base = in.peek() == '^' || in.peek() == '_' ? "<mrow></mrow>" : atom();
        String below = null;
        String above = null;
        StringBuilder primes = new StringBuilder();
        for (in.skipSpace(); ; in.skipSpace()) {
            if (in.takes("'")) primes.append('′');
            else if (below == null && in.takes("_")) below = argument();
            else if (above == null && in.takes("^")) above = argument();
            else if (in.atCommand("limits") || in.atCommand("nolimits")) limits = in.command().equals("limits");
            else break;
        }
        // the sign is raised in itself
        if (primes.length() > 0) base = "<mrow>" + base + "<mo lspace=\"0\" rspace=\"0\">" + primes + "</mo></mrow>";
        return withScripts(base, below, above, limits);
    }

    private static String withScripts(String base, String below, String above, boolean limits) {
        if (below == null && above == null) return base;
        String name = limits ? (below == null ? "mover" : above == null ? "munder" : "munderover")
            : (below == null ? "msup" : above == null ? "msub" : "msubsup");
        return "<" + name + ">" + base + (below == null ? "" : below) + (above == null ? "" : above) + "</" + name + ">";
    }

    /** Whether what comes takes its scripts below and above. */
    private boolean atLimits() {
        for (String name : new String[] {"underbrace", "overbrace", "sum", "prod", "coprod", "bigcup", "bigcap", "bigoplus", "bigotimes",
                                         "max", "min", "sup", "inf", "lim", "argmax", "argmin", "operatorname*"}) {
            if (in.atCommand(name)) return true;
        }
        return false;
    }

    /** What a command or a script applies to: a group or one symbol. */
    private String argument() {
        in.skipSpace();
        return in.peek() == '{' ? group() : Character.isDigit(in.peek()) ? "<mn>" + in.next() + "</mn>" : atom();
    }

    private String group() {
        String text = in.group();
        return text.equals(",") ? "<mo lspace=\"0\" rspace=\"0\">,</mo>" : inner(text, font);
    }

    private String atom() {
        char c = in.peek();
        if (c == '\\') return command(in.command());
        if (c == '{') return group();
        if (Character.isDigit(c)) return "<mn" + TexFonts.style(font) + ">" + in.number() + "</mn>";
        if (Character.isLetter(c) || Character.isSurrogate(c)) return TexFonts.letter(in.symbol(), font);
        return TexFonts.plainOperator(in.symbol());
    }

    private String command(String name) {
        if (TexSymbols.letter(name) != null) return TexFonts.letter(TexSymbols.letter(name), font);
        if (TexSymbols.operator(name) != null) return "<mo>" + TexSymbols.operator(name) + "</mo>";
        if (TexSymbols.large(name) != null) return "<mo>" + TexSymbols.large(name) + "</mo>";
        if (TexSymbols.fence(name) != null) return TexFonts.fence(TexSymbols.fence(name));
        if (TexSymbols.space(name) != null) return "<mspace width=\"" + TexSymbols.space(name) + "\"></mspace>";
        if (TexSymbols.function(name) || TexSymbols.limitName(name)) return function(name, TexSymbols.limitName(name));
        return TexSymbols.accent(name) != null ? accented(name) : structure(name);
    }

    /** An upright name, set off by thin spaces: none at the start of a row and none before a bracket. */
    private String function(String name, boolean limits) {
        boolean opens = first;
        in.skipSpace();
        boolean bracket = in.peek() == '(' || in.peek() == '[' || in.atCommand("left");
        return "<mo movablelimits=\"" + limits + "\" lspace=\"" + (opens ? "0" : "0.167em") + "\" rspace=\"" + (bracket ? "0" : "0.167em")
            + "\">" + name + "</mo>";
    }

    private String accented(String name) {
        boolean wide = name.startsWith("wide") || name.startsWith("over");
        return "<mover accent=\"true\">" + argument() + "<mo stretchy=\"" + wide + "\">" + TexSymbols.accent(name) + "</mo></mover>";
    }

    private String structure(String name) {
        return switch (name) {
            case "frac", "dfrac", "tfrac", "cfrac" -> fraction(name);
            case "binom" -> "<mrow>" + TexFonts.fence("(") + "<mfrac linethickness=\"0\">" + argument() + argument() + "</mfrac>"
                + TexFonts.fence(")") + "</mrow>";
            case "sqrt" -> root();
            case "underbrace" -> "<munder>" + argument() + "<mo stretchy=\"true\">⏟</mo></munder>";
            case "overbrace" -> "<mover>" + argument() + "<mo stretchy=\"true\">⏞</mo></mover>";
            case "underline" -> "<munder>" + argument() + "<mo stretchy=\"true\">_</mo></munder>";
            case "stackrel", "overset" -> stacked();
            case "text", "textrm", "textit", "mbox", "textbf" -> "<mtext>" + escaped(in.group()).replace(' ', '\u00a0') + "</mtext>";
            case "mathrm", "operatorname" -> upright();
            case "mathbf", "boldsymbol", "bm", "mathbb", "mathcal", "mathit", "mathsf", "mathtt" -> inFont(name);
            case "left" -> fenced();
            case "big", "bigl", "bigr" -> sized("1.2em");
            case "Big", "Bigl", "Bigr" -> sized("1.8em");
            case "bigg", "biggl", "biggr" -> sized("2.4em");
            case "begin" -> environment(in.group());
            default -> throw new IllegalArgumentException("formula: unknown command \\" + name);
        };
    }

    private String fraction(String name) {
        String result = "<mfrac>" + argument() + argument() + "</mfrac>";
        return name.equals("frac") ? result : "<mstyle displaystyle=\"" + !name.equals("tfrac") + "\">" + result + "</mstyle>";
    }

    private String root() {
        in.skipSpace();
        if (!in.takes("[")) return "<msqrt>" + argument() + "</msqrt>";
        StringBuilder index = new StringBuilder();
        while (!in.takes("]")) index.append(in.next());
        return "<mroot>" + argument() + inner(index.toString(), font) + "</mroot>";
    }

    private String stacked() {
        String above = argument();
        return "<mover>" + argument() + above + "</mover>";
    }

    private String upright() {
        boolean limits = in.takes("*");
        String name = in.group();
        if (!name.matches("[\\p{L}\\d ,.~\\\\-]+") || name.matches(".*\\\\\\p{L}.*")) return inner(name, "mathrm");
        return function(name.replace("\\,", " ").replace("~", " "), limits);
    }

    private String inFont(String name) {
        in.skipSpace();
        return in.peek() == '{' ? inner(in.group(), name) : new TexToMathMl(in.symbol(), name).atom();
    }

    private String fenced() {
        StringBuilder out = new StringBuilder("<mrow>").append(stretchy(delimiter())).append(row());
        if (!in.atCommand("right")) throw new IllegalArgumentException("formula: \\left without \\right");
        in.command();
        return out.append(stretchy(delimiter())).append("</mrow>").toString();
    }

    private String sized(String height) {
        return "<mo stretchy=\"true\" minsize=\"" + height + "\" maxsize=\"" + height + "\">" + delimiter() + "</mo>";
    }

    private String delimiter() {
        in.skipSpace();
        if (in.peek() != '\\') return in.symbol().replace("<", "⟨").replace(">", "⟩");
        String name = in.command();
        String fence = TexSymbols.fence(name);
        if (fence == null) throw new IllegalArgumentException("formula: \\" + name + " is no bracket");
        return fence;
    }

    private static String stretchy(String fence) {
        return fence.equals(".") ? "" : "<mo fence=\"true\" stretchy=\"true\">" + fence + "</mo>";
    }

    private String environment(String name) {
        if (name.equals("array")) in.group();
        List<List<String>> rows = rows();
        if (!in.atCommand("end")) throw new IllegalArgumentException("formula: \\begin{" + name + "} has no \\end");
        in.command();
        in.group();
        return TexTables.environment(name, rows);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
