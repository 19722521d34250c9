package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final String LINK = "<a class=\"anchor-link\" href=\"#x\">&#182;</a>";

    private static String fill(ReportPage page, String html) {
        return page.fill(html, new Formulas());
    }

    @Test void headingsBecomeTheContents() {
        String html = "[[convbook-contents]]<h2 id=\"a\">A <code>b</code>" + LINK + "</h2><h3 id=\"c\">C" + LINK + "</h3>";
        String page = fill(new ReportPage("t"), html);
        assertEquals("<ol>\n<li><a href=\"#a\">A <code>b</code></a></li>\n<li class=\"deep\"><a href=\"#c\">C</a></li>\n</ol>",
            page.substring(0, page.indexOf("<h2")));
    }

    @Test void theFirstHeadingMovesAboveTheContents() {
        assertEquals("<b>LeNet</b>|rest", fill(new ReportPage("t"), "<b>[[convbook-heading]]</b>|<h1 id=\"LeNet\">LeNet" + LINK + "</h1>rest"));
    }

    @Test void namesAreEscaped() {
        assertEquals("&lt;b&gt;&amp;|&lt;b&gt;&amp;", fill(new ReportPage("<b>&"), "[[convbook-title]]|[[convbook-heading]]"));
    }

    @Test void aFileNameCanNeitherEndTheTitleNorTheStyle() {
        String name = "1 </title></style><img src=x onerror=\"alert('a')\">\\ & b";
        String page = fill(new ReportPage(name), "<title>[[convbook-title]]</title><style>content: \"[[convbook-running]]\"</style><h1>[[convbook-heading]]</h1>");
        String escaped = "1 &lt;/title&gt;&lt;/style&gt;&lt;img src=x onerror=&quot;alert('a')&quot;&gt;\\ &amp; b";
        assertEquals("<title>" + escaped + "</title><style>content: \"1  /title  /style  img src=x onerror= alert('a')    & b\"</style><h1>" + escaped + "</h1>", page);
    }

    @Test void aFailureIsShownOnTop() {
        assertEquals("<div class=\"cb-banner\">cell 3 failed: a &lt; b</div>",
            fill(new ReportPage("t").failed("cell 3 failed: a < b"), "[[convbook-banner]]"));
        assertEquals("", fill(new ReportPage("t"), "[[convbook-banner]]"));
    }

    @Test void factsWithoutAValueAreLeftOut() {
        String foot = fill(new ReportPage("t").fact("Device", "onednn").fact("Data", null), "[[convbook-footer]]");
        assertEquals("<dl><dt>Device</dt><dd>onednn</dd>\n</dl>", foot);
        assertFalse(foot.contains("Data"));
    }
}
