package org.convbook.data;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** Imports point one way: image to synthetic and download, all of them to data, data to transform. */
@AnalyzeClasses(packages = "org.convbook.data", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest static final ArchRule NOTHING_BUT_THE_JDK_AND_TABLESAW = ArchRuleDefinition.classes()
        .should().onlyDependOnClassesThat().resideInAnyPackage("org.convbook.data..", "java..", "javax.imageio..", "tech.tablesaw..");

    @ArchTest static final ArchRule TRANSFORM_KNOWS_THE_JDK_ONLY = ArchRuleDefinition.classes().that().resideInAPackage("..transform")
        .should().onlyDependOnClassesThat().resideInAnyPackage("..transform", "java..");

    @ArchTest static final ArchRule DOWNLOAD_KNOWS_THE_JDK_ONLY = ArchRuleDefinition.classes().that().resideInAPackage("..download")
        .should().onlyDependOnClassesThat().resideInAnyPackage("..download", "java..");

    @ArchTest static final ArchRule DATA_KNOWS_NO_PARTICULAR_DATA_SET = noClasses().that().resideInAPackage("org.convbook.data")
        .should().dependOnClassesThat().resideInAnyPackage("..data.image", "..data.synthetic", "..data.download");

    @ArchTest static final ArchRule SYNTHETIC_NEEDS_NO_FILES_OR_FONTS = noClasses().that().resideInAPackage("..synthetic")
        .should().dependOnClassesThat().resideInAnyPackage("..data.image", "..data.download", "java.awt..", "java.nio.file..", "java.net..");
}
