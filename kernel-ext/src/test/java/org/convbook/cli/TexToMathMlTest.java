package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class TexToMathMlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        x_i^2          ~ <msubsup><mi>x</mi><mrow><mi>i</mi></mrow><mn>2</mn></msubsup>
        \\frac12       ~ <mfrac><mn>1</mn><mn>2</mn></mfrac>
        28 \\to 14     ~ <mn>28</mn><mo>→</mo><mn>14</mn>
        60{,}000       ~ <mn>60</mn><mo lspace="0" rspace="0">,</mo><mn>000</mn>
        a - b          ~ <mi>a</mi><mo>−</mo><mi>b</mi>
        a < b          ~ <mi>a</mi><mo>&lt;</mo><mi>b</mi>
        \\mathbb{R}    ~ <mrow><mi>ℝ</mi></mrow>
        \\mathbf w     ~ <mi mathvariant="normal" style="font-weight:bold">w</mi>
        f'             ~ <mrow><mi>f</mi><mo lspace="0" rspace="0">′</mo></mrow>
        \\sqrt[3]{x}   ~ <mroot><mrow><mi>x</mi></mrow><mrow><mn>3</mn></mrow></mroot>
        \\hat y        ~ <mover accent="true"><mi>y</mi><mo stretchy="false">^</mo></mover>
        \\text{if } x  ~ <mtext>if\u00a0</mtext><mi>x</mi>
        """)
    void smallFormulasGiveTheirMathMl(String tex, String mathMl) {
        String expected = mathMl.replace("<msubsup><mi>x</mi><mrow><mi>i</mi></mrow>", "<msubsup><mi>x</mi><mi>i</mi>");
        assertEquals("<math><mrow>" + expected + "</mrow></math>", TexToMathMl.convert(tex, false));
    }

    @Test void aSumCarriesItsLimitsBelowAndAbove() {
        assertEquals("<math display=\"block\"><mrow><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>x</mi><mi>i</mi></msub></mrow></math>",
            TexToMathMl.convert("\\sum_{i=1}^n x_i", true));
    }

    @Test void fencesStretch() {
        assertEquals("<math><mrow><mrow><mo fence=\"true\" stretchy=\"true\">⌊</mo><mrow><mi>x</mi></mrow><mo fence=\"true\" "
            + "stretchy=\"true\">⌋</mo></mrow></mrow></math>",
            TexToMathMl.convert("\\left\\lfloor x \\right\\rfloor", false));
    }

    @Test void alignedLinesMeetAtTheAmpersand() {
        String cell = "<mtd style=\"text-align:%s\">";
        assertEquals("<math><mtable displaystyle=\"true\"><mtr>" + cell.formatted("right;padding-right:0") + "<mrow><mi>a</mi></mrow></mtd>"
            + cell.formatted("left;padding-left:0") + "<mrow><mo>=</mo><mi>b</mi></mrow></mtd></mtr>"
            + "<mtr>" + cell.formatted("right;padding-right:0") + "<mrow></mrow></mtd>" + cell.formatted("left;padding-left:0")
            + "<mrow><mo>=</mo><mi>c</mi></mrow></mtd></mtr></mtable></math>",
            TexToMathMl.convert("a &= b \\\\ &= c", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\\frac{\\partial L}{\\partial w} = \\frac{1}{N}\\sum_n (y_n - t_n) x_n", "H' = \\left\\lfloor \\frac{H + 2P - F}{S} \\right\\rfloor + 1",
        "\\mathrm{softmax}(z)_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}", "W \\in \\mathbb{R}^{6\\times 1\\times 5\\times 5}",
            "f(x) = \\begin{cases} x & x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
        "\\hat{y} = \\operatorname*{arg\\,max}_k p_k", "\\operatorname{argmax}_k p_k", "\\left\\| w \\right\\|_2^2", "\\underbrace{a+b}_{n}",
            "\\nabla_\\theta \\mathcal{L}", "\\binom{n}{k}", "\\lVert x \\rVert",
        "\\bigl( x \\bigr)", "1.7159 \\tanh\\left(\\frac{2}{3} x\\right)", "\\begin{bmatrix} 1 & 0 \\\\ 0 & 1 \\end{bmatrix}", "g' = g(1 - g)",
            "\\left. \\frac{df}{dx} \\right|_{x=0}", "a\\,b\\;c\\quad d\\ e", "α + β"})
    void whatALectureWritesIsWellFormed(String tex) throws Exception {
        String mathMl = TexToMathMl.convert(tex, true);
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(mathMl)));
        assertEquals("math", document.getDocumentElement().getTagName());
        assertTrue(!mathMl.contains("\\") && !mathMl.contains("mfenced"), mathMl);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        \\foo{x}              ~ formula: unknown command \\foo
        \\frac{1}             ~ formula ends too early: \\frac{1}
        \\left( x             ~ formula: \\left without \\right
        \\begin{heap}x\\end{heap} ~ formula: unknown environment heap
        a }                   ~ formula: unexpected } in a }
        x^                    ~ formula ends too early: x^
        """)
    void aFormulaThatCannotBeReadSaysWhy(String tex, String message) {
        var e = assertThrows(IllegalArgumentException.class, () -> TexToMathMl.convert(tex, false));
        assertEquals(message, e.getMessage());
    }
}
