package org.convbook.cli;

import java.util.List;

import com.google.gson.JsonObject;

/** What a notebook is for, in one sentence: what stands under its title. */
final class Goal {
    private Goal() {}

    /**
     * The first sentence under the title; where that leads into a list ("After this notebook you can"), with the first item. Empty where
     * nothing stands there.
     */
    static String of(Notebook notebook) {
        for (JsonObject cell : notebook.cells("markdown")) {
            List<String> lines = Notebook.source(cell).lines().map(String::strip).toList();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("# ")) return sentence(lines.subList(i + 1, lines.size()).stream().dropWhile(String::isEmpty).toList());
            }
        }
        return "";
    }

    private static String sentence(List<String> lines) {
        List<String> paragraph = lines.stream().takeWhile(line -> !line.isEmpty() && !isItem(line) && !line.startsWith("#")).toList();
        List<String> after = lines.stream().skip(paragraph.size()).dropWhile(String::isEmpty).toList();
        String lead = plain(String.join(" ", paragraph));
        boolean leadsOn = !after.isEmpty() && isItem(after.get(0)) && !lead.matches(".*[.!?]");
        if (leadsOn) return lead.replaceFirst("\\s*:$", "") + " " + plain(item(after)).replaceFirst("[;,.]$", "") + ".";
        return lead.replaceFirst("(?<=[.!?])\\s+(?=\\p{Lu}).*", "");
    }

    private static boolean isItem(String line) {
        return line.matches("([-*+]|\\d+\\.)\\s.*");
    }

    private static String item(List<String> lines) {
        List<String> rest = lines.stream().skip(1).takeWhile(line -> !line.isEmpty() && !isItem(line)).toList();
        return lines.get(0).replaceFirst("^([-*+]|\\d+\\.)\\s+", "") + (rest.isEmpty() ? "" : " " + String.join(" ", rest));
    }

    private static String plain(String markdown) {
        return markdown.replaceAll("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1").replaceAll("[*`$]", "").strip();
    }
}
