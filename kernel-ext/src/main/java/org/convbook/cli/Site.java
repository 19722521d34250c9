package org.convbook.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes the reports of a folder one site: an index page, by parts of the course, and links from page to page. */
final class Site {
    static final String INDEX = "index.html";

    private static final Pattern NUMBERED = Pattern.compile("(\\d+)[-_ ]+(.+)");
    private static final Comparator<String> BY_NUMBER = Comparator.<String>comparingInt(Site::number).thenComparing(Comparator.naturalOrder());

    private final Path out;
    private final List<ReportRecord> reports;

    /** The site of a folder: all reports that lie there. */
    Site(Path out) {
        this.out = out;
        reports = read(out);
    }

    private static List<ReportRecord> read(Path out) {
        if (!Files.isDirectory(ReportRecord.folder(out))) return List.of();
        try (Stream<Path> files = Files.list(ReportRecord.folder(out))) {
            List<ReportRecord> all = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
                ReportRecord report = ReportRecord.read(out, file.getFileName().toString().replaceFirst("\\.json$", ""));
                if (report != null && (Files.exists(out.resolve(report.name() + ".html")) || !report.ok())) all.add(report);
            }
            all.sort(Comparator.comparing(ReportRecord::part, BY_NUMBER).thenComparing(ReportRecord::name, BY_NUMBER));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the index and the links; returns the index. */
    Path make() {
        List<ReportRecord> pages = reports.stream().filter(report -> Files.exists(out.resolve(report.name() + ".html"))).toList();
        for (int i = 0; i < pages.size(); i++) link(pages.get(i), i > 0 ? pages.get(i - 1) : null, i + 1 < pages.size() ? pages.get(i + 1) : null);
        Path index = out.resolve(INDEX);
        String style = Disk.resource("template/style.css").replace("[[convbook-running]]", "");
        Disk.write(index, Disk.resource("template/site.html").replace("[[style]]", style).replace("[[count]]", count())
            .replace("[[parts]]", parts()));
        return index;
    }

    private String count() {
        long failed = reports.stream().filter(report -> !report.ok()).count();
        return reports.size() + (reports.size() == 1 ? " notebook" : " notebooks") + (failed == 0 ? "" : ", " + failed + " failed");
    }

    private void link(ReportRecord report, ReportRecord before, ReportRecord after) {
        Path file = out.resolve(report.name() + ".html");
        String page = Disk.read(file);
        String step = (before == null ? "" : step("prev", "Previous", before)) + (after == null ? "" : step("next", "Next", after));
        String linked = between(page, "cb-top", "<span class=\"cb-home\"><a href=\"" + INDEX + "\">All notebooks</a></span>");
        linked = between(linked, "cb-bottom", step.isEmpty() ? "" : "<nav class=\"cb-step\" aria-label=\"Other notebooks\">" + step + "</nav>");
        if (!linked.equals(page)) Disk.write(file, linked);
    }

    private static String step(String kind, String word, ReportRecord to) {
        String title = "<span>" + word + "</span>" + ReportPage.escape(to.title());
        return "<a class=\"" + kind + "\" href=\"" + href(to.name() + ".html") + "\">" + title + "</a>";
    }

    private static String between(String page, String mark, String content) {
        String begin = "<!--" + mark + "-->", end = "<!--/" + mark + "-->";
        int from = page.indexOf(begin), to = page.indexOf(end);
        return from < 0 || to < from ? page : page.substring(0, from + begin.length()) + content + page.substring(to);
    }

    private String parts() {
        Map<String, StringBuilder> parts = new LinkedHashMap<>();
        for (ReportRecord report : reports) parts.computeIfAbsent(report.part(), part -> new StringBuilder()).append(card(report));
        StringBuilder all = new StringBuilder();
        parts.forEach((part, cards) -> all.append("<section>\n<h2>").append(ReportPage.escape(heading(part))).append("</h2>\n<div class=\"cards\">\n")
            .append(cards).append("</div>\n</section>\n"));
        return all.toString();
    }

    /** "2-convolution" is "Part 2 · Convolution". */
    static String heading(String part) {
        Matcher numbered = NUMBERED.matcher(part);
        String words = (numbered.matches() ? numbered.group(2) : part).replaceAll("[-_]", " ");
        String capital = words.isEmpty() ? "Notebooks" : words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
        return numbered.matches() ? "Part " + Integer.parseInt(numbered.group(1)) + " · " + capital : capital;
    }

    private String card(ReportRecord report) {
        boolean page = Files.exists(out.resolve(report.name() + ".html")), pdf = Files.exists(out.resolve(report.name() + ".pdf"));
        String html = href(report.name() + ".html"), title = ReportPage.escape(report.title());
        String picture = report.picture().isEmpty() ? "<span class=\"none\">" + title + "</span>" : "<img src=\"" + report.picture() + "\" alt=\"\">";
        List<String> facts = new ArrayList<>();
        if (report.seconds() > 0) facts.add(time(report.seconds()));
        if (!report.device().isEmpty()) facts.add(ReportPage.escape(report.device().replaceFirst("^\\w+: ", "")));
        StringBuilder card = new StringBuilder("<article class=\"card" + (report.ok() ? "" : " failed") + "\">\n");
        String frame = page ? "a class=\"picture\" href=\"" + html + "\" tabindex=\"-1\" aria-hidden=\"true\"" : "div class=\"picture\"";
        card.append("<").append(frame).append(">").append(picture).append(page ? "</a>\n" : "</div>\n");
        card.append("<h3>").append(page ? "<a href=\"" + html + "\">" + title + "</a>" : title).append("</h3>\n");
        if (!report.goal().isEmpty()) card.append("<p>").append(ReportPage.escape(report.goal())).append("</p>\n");
        if (!report.ok()) card.append("<p class=\"failure\"><b>failed</b> ").append(ReportPage.escape(shortly(report.failure()))).append("</p>\n");
        card.append("<p class=\"facts\"><span>").append(String.join(" · ", facts)).append("</span><span>");
        if (page) card.append("<a href=\"").append(html).append("\">Page</a> ");
        if (pdf) card.append("<a href=\"").append(href(report.name() + ".pdf")).append("\">PDF</a>");
        return card.append("</span></p>\n</article>\n").toString();
    }

    /** A failure without the path of the notebook, which the card names. */
    private static String shortly(String failure) {
        return failure.replaceFirst("^\\S*\\.ipynb: ", "").replaceFirst("^\\S*/(\\S+\\.ipynb)", "$1");
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole < 1 ? "under 1 s" : whole < 100 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
    }

    private static int number(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches() && numbered.group(1).length() < 9 ? Integer.parseInt(numbered.group(1)) : Integer.MAX_VALUE;
    }

    /** A file name as a link: a space or a quotation mark in it does no harm. */
    private static String href(String file) {
        try {
            return ReportPage.escape(new URI(null, null, "./" + file, null).getRawPath().substring(2));
        } catch (URISyntaxException e) {
            return ReportPage.escape(file);
        }
    }
}
