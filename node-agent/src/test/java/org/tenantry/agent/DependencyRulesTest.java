package org.tenantry.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DependencyRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.tenantry.agent");

    @Test
    void theAgentNeverKnowsTheGateway() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.tenantry.gateway..")
                .check(CLASSES);
    }

    @Test
    void onlyTheDockerRuntimeKnowsDocker() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..agent.runtime.docker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCompositionRootChoosesTheRuntime() {
        noClasses()
                .that()
                .resideInAnyPackage("org.tenantry.agent.*..")
                .and()
                .resideOutsideOfPackage("..agent.runtime.docker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..agent.runtime.docker..")
                .check(CLASSES);
    }

    @Test
    void onlyTheRelayKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..agent.relay..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void theRuntimesWordsArePure() {
        noClasses()
                .that()
                .resideInAPackage("org.tenantry.agent.runtime")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.vertx..",
                                "io.netty..",
                                "com.github.dockerjava..",
                                "java.sql..",
                                "java.nio.file..",
                                "org.slf4j..")
                        .or(HasName.Predicates.name("java.time.Clock")))
                .check(CLASSES);
    }

    @Test
    void theAddressPoolIsPure() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.agent\\.network\\.(AddressPool|Subnet|Routes)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..", "java.nio..", "java.io..", "java.net..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void theNextStepIsPure() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.agent\\.worker\\.NextStep.*")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.vertx..",
                                "io.netty..",
                                "com.github.dockerjava..",
                                "java.sql..",
                                "java.io..",
                                "java.nio.file..",
                                "java.util.random..",
                                "org.slf4j..")
                        .or(HasName.Predicates.name("java.time.Clock")))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.tenantry.agent.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
