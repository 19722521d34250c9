package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulasTest {
    private final Formulas formulas = new Formulas();

    @ParameterizedTest
    @ValueSource(strings = {"It costs $5 and $6.", "`$x$` and ``a ` $y$``", "```java\nint $a = $b;\n```\n", "~~~\n$$x$$\n~~~",
        "escaped \\$x\\$ stays", "$ x $ has spaces", "one $ only", "$a\n\nb$"})
    void whatIsNoFormulaStays(String markdown) {
        assertEquals(markdown, formulas.hide(markdown));
    }

    @Test void formulasComeBackAsMathMl() {
        String hidden = formulas.hide("so $x$ is\n\n$$y$$ and \\\\(z\\\\)");
        assertEquals("so cbformula0x is\n\ncbformula1x and cbformula2x", hidden);
        assertEquals("<p>so <math><mrow><mi>x</mi></mrow></math> is</p><p><math display=\"block\"><mrow><mi>y</mi></mrow></math></p>",
            formulas.show("<p>so cbformula0x is</p><p>cbformula1x</p>"));
    }

    @Test void aWordInsideATagStaysAWord() {
        formulas.hide("$x$");
        assertEquals("<h2 id=\"The-cbformula0x\">The <math><mrow><mi>x</mi></mrow></math></h2>",
            formulas.show("<h2 id=\"The-cbformula0x\">The cbformula0x</h2>"));
    }

    @Test void aFormulaAfterAFenceIsFound() {
        assertEquals("```\n$a$\n```\ncbformula0x", formulas.hide("```\n$a$\n```\n$b$"));
    }

    @Test void anEnvironmentNeedsNoDollars() {
        assertEquals("cbformula0x", formulas.hide("\\begin{align}\na &= b\n\\end{align}"));
        assertEquals(List.of(), formulas.problems());
    }

    @Test void whatCannotBeReadIsShownAsWrittenAndReported() {
        String hidden = formulas.hide("$\\foo{<b>}$");
        assertEquals("<code class=\"cb-formula-source\">\\foo{&lt;b&gt;}</code>", formulas.show(hidden));
        assertEquals(List.of("formula: unknown command \\foo"), formulas.problems());
    }

    @Test void aWordOfTheAuthorThatLooksLikeOursStays() {
        assertEquals("cbformula7x", formulas.show(formulas.hide("cbformula7x")));
    }
}
