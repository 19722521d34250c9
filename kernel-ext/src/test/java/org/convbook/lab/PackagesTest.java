package org.convbook.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the pictures may know: only this package knows both networks and notebooks. */
class PackagesTest {
    private static final JavaClasses OURS = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("org.convbook.chart", "org.convbook.render", "org.convbook.lab", "org.convbook.widget", "org.convbook.junit",
        "org.convbook.host", "org.convbook.kernel", "org.convbook.cli");

    @Test void chartKnowsNoNotebookAndNoNetwork() {
        noClasses().that().resideInAPackage("org.convbook.chart..").should().dependOnClassesThat()
            .resideInAnyPackage("org.convbook.render..", "org.convbook.lab..", "org.convbook.kernel..", "org.convbook.cnn..", "org.convbook.data..",
                "org.dflib..", "tech.tablesaw..").check(OURS);
    }

    @Test void renderKnowsNoNetworkAndNothingThatStockKernelsRelocate() {
        noClasses().that().resideInAPackage("org.convbook.render..").should().dependOnClassesThat()
            .resideInAnyPackage("org.convbook.lab..", "org.convbook.kernel..", "org.convbook.cnn..", "org.convbook.data..",
                "com.google.gson..", "org.dflib.jjava.jupyter.kernel.comm..").check(OURS);
    }

    @Test void widgetsKnowNoNetworkNoKernelAndNothingThatStockKernelsRelocate() {
        noClasses().that().resideInAPackage("org.convbook.widget..").should().dependOnClassesThat()
            .resideInAnyPackage("org.convbook.lab..", "org.convbook.kernel..", "org.convbook.cnn..", "org.convbook.data..",
            "com.google.gson..").check(OURS);
    }

    @Test void onlyOneFileOfTheWidgetsMeetsAKernelsComms() {
        noClasses().that().resideInAPackage("org.convbook.widget..").and().haveSimpleNameNotContaining("JJavaFront").and()
            .doNotHaveSimpleName("Line").and().doNotHaveSimpleName("HostJson").should().dependOnClassesThat()
            .resideInAnyPackage("org.dflib.jjava.jupyter.kernel.comm..", "org.dflib.jjava.jupyter.messages..").check(OURS);
    }

    @Test void testsInCellsKnowNoNetworkNoKernelAndNothingThatStockKernelsRelocate() {
        noClasses().that().resideInAPackage("org.convbook.junit..").should().dependOnClassesThat()
            .resideInAnyPackage("org.convbook.lab..", "org.convbook.kernel..", "org.convbook.cnn..", "org.convbook.data..", "org.convbook.widget..",
            "com.google.gson..").check(OURS);
    }

    @Test void onlyTheHostsKnowAnOlderKernel() {
        noClasses().that().resideOutsideOfPackage("org.convbook.host..").should().dependOnClassesThat()
            .resideInAnyPackage("io.github.spencerpark..").check(OURS);
        noClasses().that().haveSimpleName("Host").should().dependOnClassesThat().resideInAnyPackage("io.github.spencerpark..").check(OURS);
        noClasses().that().resideInAPackage("org.convbook.host..").should().dependOnClassesThat()
            .resideInAnyPackage("org.convbook.lab..", "org.convbook.kernel..", "org.convbook.cli..", "org.convbook.cnn..",
            "org.convbook.data..").check(OURS);
    }

    @Test void labKnowsNoKernel() {
        noClasses().that().resideInAPackage("org.convbook.lab..").should().dependOnClassesThat()
            .resideInAnyPackage("org.convbook.kernel..", "org.convbook.cli..", "com.google.gson..").check(OURS);
    }
}
