package org.tenantry.common;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DependencyRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.tenantry.common");

    @Test
    void theWordsAndTheCanonicaliserArePure() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..common.instance..",
                        "..common.tenant..",
                        "..common.template..",
                        "..common.node..",
                        "..common.operation..",
                        "..common.protocol..",
                        "..common.host..",
                        "..common.error..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..", "io.netty..", "java.sql..", "java.io..", "java.nio.file..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.tenantry.common.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingHereKnowsAProgram() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.tenantry.gateway..", "org.tenantry.agent..")
                .check(CLASSES);
    }
}
