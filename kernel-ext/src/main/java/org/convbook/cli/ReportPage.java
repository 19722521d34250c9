package org.convbook.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the page that nbconvert made: title, contents, formulas, the banner of a failed run and the facts at its foot. */
final class ReportPage {
    private static final Pattern TITLE = Pattern.compile("<h1 id=[^>]*>(.*?)</h1>", Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("<h([23]) id=\"([^\"]*)\"[^>]*>(.*?)</h\\1>", Pattern.DOTALL);

    private final String title;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private String banner = "";

    ReportPage(String title) {
        this.title = title;
    }

    /** A line at the foot; one without a value is left out. */
    ReportPage fact(String name, String value) {
        if (value != null && !value.isBlank()) facts.put(name, value);
        return this;
    }

    ReportPage failed(String sentence) {
        banner = sentence;
        return this;
    }

    String fill(String html, Formulas formulas) {
        String page = formulas.show(html);
        Matcher heading = TITLE.matcher(page);
        String shown = heading.find() ? withoutAnchor(heading.group(1)) : escape(title);
        return heading.replaceFirst("")                                    // it stands above the contents instead
            .replace("[[convbook-heading]]", shown)
            .replace("[[convbook-title]]", escape(title))
            .replace("[[convbook-running]]", title.replaceAll("[\"\\\\<>\n]", " "))
            .replace("[[convbook-subtitle]]", escape(facts.getOrDefault("Made on", "")))
            .replace("[[convbook-banner]]", banner.isEmpty() ? "" : "<div class=\"cb-banner\">" + escape(banner) + "</div>")
            .replace("[[convbook-contents]]", contents(page))
            .replace("[[convbook-footer]]", footer());
    }

    private static String contents(String page) {
        StringBuilder out = new StringBuilder();
        Matcher heading = HEADING.matcher(page);
        while (heading.find()) {
            out.append("<li").append(heading.group(1).equals("3") ? " class=\"deep\"" : "").append("><a href=\"#")
                .append(heading.group(2)).append("\">")
                .append(withoutAnchor(heading.group(3)).replaceAll("</?a\\b[^>]*>", "")).append("</a></li>\n");
        }
        return out.isEmpty() ? "" : "<ol>\n" + out + "</ol>";
    }

    private static String withoutAnchor(String heading) {
        return heading.replaceAll("(?s)<a class=\"anchor-link\".*?</a>", "").strip();
    }

    private String footer() {
        StringBuilder out = new StringBuilder("<dl>");
        facts.forEach((name, value) -> out.append("<dt>").append(escape(name)).append("</dt><dd>").append(escape(value)).append("</dd>\n"));
        return out.append("</dl>").toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
