package org.convbook.cli;

import java.util.Map;

/** How single letters, operators and function names of a formula are written in MathML. */
final class TexFonts {
    private static final Map<String, String> DOUBLE_STRUCK = Map.of("C", "ℂ", "H", "ℍ", "N", "ℕ", "P", "ℙ", "Q", "ℚ", "R", "ℝ", "Z", "ℤ");
    private static final Map<String, String> SCRIPT = Map.of("B", "ℬ", "E", "ℰ", "F", "ℱ", "H", "ℋ", "I", "ℐ", "L", "ℒ", "M", "ℳ", "R", "ℛ");
    private static final String BOLD = " style=\"font-weight:bold\"";

    private TexFonts() {}

    static String letter(String symbol, String font) {
        boolean plain = symbol.length() == 1 && symbol.charAt(0) >= 'A' && symbol.charAt(0) <= 'Z';
        if (plain && font.equals("mathbb")) return "<mi>" + DOUBLE_STRUCK.getOrDefault(symbol, shifted(symbol, 0x1D538)) + "</mi>";
        if (plain && font.equals("mathcal")) return "<mi>" + SCRIPT.getOrDefault(symbol, shifted(symbol, 0x1D49C)) + "</mi>";
        boolean upright = font.equals("mathrm") || font.equals("mathbf") || !Character.isLetter(symbol.codePointAt(0));
        return "<mi" + (upright ? " mathvariant=\"normal\"" : "") + style(font) + ">" + escaped(symbol) + "</mi>";
    }

    static String style(String font) {
        return switch (font) {
            case "mathbf", "boldsymbol", "bm" -> BOLD;
            case "mathsf" -> " style=\"font-family:sans-serif\"";
            case "mathtt" -> " style=\"font-family:monospace\"";
            default -> "";
        };
    }

    static String fence(String bracket) {
        return "<mo stretchy=\"false\">" + bracket + "</mo>";
    }

    static String plainOperator(String symbol) {
        return switch (symbol) {
            case "-" -> "<mo>−</mo>";
            case "*" -> "<mo>∗</mo>";
            case "/" -> "<mo lspace=\"0\" rspace=\"0\">/</mo>";
            case "~" -> "<mspace width=\"0.333em\"></mspace>";
            case "(", ")", "[", "]", "|" -> fence(symbol);
            case "}", "^", "_", "&", "#", "$", "%" -> throw new IllegalArgumentException("formula: unexpected " + symbol);
            default -> "<mo>" + escaped(symbol) + "</mo>";
        };
    }

    private static String shifted(String capital, int first) {
        return Character.toString(first + capital.charAt(0) - 'A');
    }

    private static String escaped(String symbol) {
        return symbol.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
