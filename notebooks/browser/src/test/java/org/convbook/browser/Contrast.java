package org.convbook.browser;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.microsoft.playwright.Page;

/**
 * How well the text of outputs can be read on its ground: the contrast ratio of WCAG 2.1, (lighter + 0.05) / (darker + 0.05) of the relative luminances. Normal text needs 4.5,
 * large text (24 px, or 18.66 px in bold) 3. Text inside pictures is not measured here.
 *
 * @see <a href="https://www.w3.org/TR/WCAG21/#contrast-minimum">WCAG 2.1, success criterion 1.4.3</a>
 */
record Contrast(String text, double ratio, double needed, String colours) {
    private static final String MEASURE = """
        () => {
          const parse = c => { const n = (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number); return n.length === 3 ? [...n, 1] : n; };
          const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
          const ground = e => { const c = e ? parse(getComputedStyle(e).backgroundColor) : [255, 255, 255, 1]; return !e || c[3] === 1 ? c : over(c, ground(e.parentElement)); };
          const channel = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
          const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
          const found = [];
          for (const area of document.querySelectorAll('.jp-OutputArea-output')) {
            const walk = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
              const node = walk.currentNode, e = node.parentElement, words = node.textContent.trim();
              if (!words || e.closest('svg, style, script, select, [disabled]') || e.getClientRects().length === 0) continue;
              const style = getComputedStyle(e), under = ground(e), text = over(parse(style.color), under);
              const a = light(text), b = light(under), size = parseFloat(style.fontSize);
              const large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
              found.push({text: words.slice(0, 60), ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), needed: large ? 3 : 4.5, colours: style.color + ' on ' + under});
            }
          }
          return found;
        }""";

    /** Of every piece of text in an output of the page. */
    static List<Contrast> of(Page page) {
        return ((List<?>) page.evaluate(MEASURE)).stream().map(found -> of((Map<?, ?>) found)).toList();
    }

    private static Contrast of(Map<?, ?> found) {
        return new Contrast(found.get("text").toString(), ((Number) found.get("ratio")).doubleValue(), ((Number) found.get("needed")).doubleValue(), found.get("colours").toString());
    }

    boolean enough() {
        return ratio >= needed;
    }

    @Override public String toString() {
        return String.format(Locale.ROOT, "%.2f of %.1f for \"%s\" (%s)", ratio, needed, text, colours);
    }
}
