package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
    private static final String PAGE = "<body><!--cb-top--><!--/cb-top-->text<!--cb-bottom--><!--/cb-bottom--></body>";
    @TempDir Path out;

    private ReportRecord report(String part, String name, String failure) {
        ReportRecord report = new ReportRecord(name, part, "Title <" + name + ">", "You see it.", "k", "onednn: 2 threads",
            130.4, "today", failure, "");
        report.write(out);
        return report;
    }

    private void page(String part, String name) throws IOException {
        report(part, name, "");
        Files.writeString(out.resolve(name + ".html"), PAGE);
    }

    private String index() throws IOException {
        return Files.readString(new Site(out).make());
    }

    private static List<String> found(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results().map(m -> m.group(1)).toList();
    }

    @Test void reportsStandInTheOrderOfTheCourse() throws IOException {
        page("10-last", "30-applications");
        page("2-convolution", "11-lenet");
        page("2-convolution", "9-sizes");
        page("", "loose");
        String index = index();
        assertEquals(List.of("Part 2 · Convolution", "Part 10 · Last", "Notebooks"), found("<h2>(.*?)</h2>", index));
        assertEquals(List.of("9-sizes", "11-lenet", "30-applications", "loose"), found("<h3><a href=\"([^\"]*)\\.html\">", index));
        assertTrue(index.contains("<span>4 notebooks</span>") && index.contains("2 min 10 s · 2 threads")
            && index.contains("<p>You see it.</p>"), index);
        assertFalse(index.contains("[["), "every place is filled");
    }

    @Test void pagesLinkToTheirNeighboursHoweverOftenTheSiteIsMade() throws IOException {
        page("1", "1-a");
        page("1", "2-b");
        index();
        page("1", "3-c");
        index();
        index();
        String middle = Files.readString(out.resolve("2-b.html"));
        assertEquals("<body><!--cb-top--><span class=\"cb-home\"><a href=\"index.html\">All notebooks</a></span><!--/cb-top-->text<!--cb-bottom-->"
            + "<nav class=\"cb-step\" aria-label=\"Other notebooks\"><a class=\"prev\" href=\"1-a.html\"><span>Previous</span>Title &lt;1-a&gt;</a>"
            + "<a class=\"next\" href=\"3-c.html\"><span>Next</span>Title &lt;3-c&gt;</a></nav><!--/cb-bottom--></body>", middle);
    }

    @Test void aFailedNotebookIsShownWithItsSentence() throws IOException {
        report("1", "1-a", "notebooks/1/1-a.ipynb: cell 2 of 3 failed (int[] a = new int[3];): boom");
        String index = index();
        assertTrue(index.contains("<span>1 notebook, 1 failed</span>"), index);
        assertTrue(index.contains("<p class=\"failure\"><b>failed</b> cell 2 of 3 failed (int[] a = new int[3];): boom</p>"), index);
        assertFalse(index.contains("href=\"1-a.html\""), "there is no page to go to");
    }

    @Test void aReportThatWasDeletedIsGone() throws IOException {
        page("1", "1-a");
        Files.delete(out.resolve("1-a.html"));
        assertTrue(index().contains("<span>0 notebooks</span>"));
    }

    @Test void pdfsAreLinkedWhereTheyAreAndNamesAreHarmless() throws IOException {
        page("1", "1 a\"b");
        Files.writeString(out.resolve("1 a\"b.pdf"), "");
        assertTrue(index().contains("<a href=\"1%20a%22b.pdf\">PDF</a>"), this::shown);
    }

    @Test void aFileNameThatIsHtmlStaysText() throws IOException {
        for (String name : List.of("1 <img src=x onerror=alert(1)>", "2 \"><script>alert(2)<%2Fscript> & 'c'", "3 [[parts]] $1 \\")) {
            new ReportRecord(name, "9-<b>bold & \"x\"", name, name, "k", "onednn: " + name, 2, "today", "", "").write(out);
            Files.writeString(out.resolve(name + ".html"), PAGE);
            Files.writeString(out.resolve(name + ".pdf"), "");
        }
        new ReportRecord("4 <img src=y>", "9-<b>bold & \"x\"", "4 <img src=y>", "", "k", "", 2, "today", "a/4 <img src=y>.ipynb: cell 1 failed: <img src=z>", "").write(out);
        String index = index(), middle = Files.readString(out.resolve("2 \"><script>alert(2)<%2Fscript> & 'c'.html"));
        for (String page : List.of(index, middle)) {
            assertFalse(page.contains("<img src") || page.contains("<script") || page.contains("<b>bold"), page);
            assertTrue(page.contains("1 &lt;img src=x onerror=alert(1)&gt;"), page);
            for (String tag : found("(<a [^>]*>)", page)) assertTrue(tag.matches("<a( (class|href|tabindex|aria-hidden)=\"[^\"<>]*\")+>"), tag);
        }
        assertTrue(index.contains("<h3><a href=\"2%20%22%3E%3Cscript%3Ealert(2)%3C%252Fscript%3E%20&amp;%20'c'.html\">2 &quot;&gt;&lt;script&gt;alert(2)&lt;%2Fscript&gt; &amp; 'c'</a></h3>"), index);
        assertTrue(index.contains("<h2>Part 9 · &lt;b&gt;bold &amp; &quot;x&quot;</h2>") && index.contains("cell 1 failed: &lt;img src=z&gt;"), index);
        assertTrue(index.contains(">3 [[parts]] $1 \\</a></h3>"), index);
    }

    private String shown() {
        return Disk.read(out.resolve("index.html"));
    }

    @Test void aDamagedRecordIsAsGoodAsNone() throws IOException {
        page("1", "1-a");
        Files.writeString(out.resolve(".convbook/1-a.json"), "{\"title\": ");
        assertTrue(index().contains("<span>0 notebooks</span>"));
    }
}
