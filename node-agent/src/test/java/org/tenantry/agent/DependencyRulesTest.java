package org.tenantry.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DependencyRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.tenantry.agent");

    /** What decides in {@code worker}, and what it decides with. */
    private static final Set<String> DECIDING = Set.of(
            "NextStep",
            "Ascent",
            "Descent",
            "Leftovers",
            "Situation",
            "Decision",
            "Standing",
            "Standings",
            "Conditions",
            "Materials",
            "Check",
            "Memory",
            "Restart",
            "Verdicts",
            "Wish",
            "Step",
            "Targets",
            "Lines",
            "Endpoints",
            "Patients",
            "Fronts",
            "Leaving",
            "Changeover",
            "Occasion",
            "Farewell");

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

    @Test
    void decisionsArePure() {
        noClasses()
                .that(decide())
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.vertx..",
                        "io.netty..",
                        "com.github.dockerjava..",
                        "java.io..",
                        "java.nio..",
                        "java.net..",
                        "java.util.random..",
                        "java.util.concurrent..",
                        "org.slf4j.."))
                .orShould()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void theSessionKnowsNoEngineAndNoWorker() {
        noClasses()
                .that()
                .resideInAPackage("..agent.session..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..agent.runtime..", "..agent.worker..", "..agent.health..", "..agent.network..")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> decide() {
        return DescribedPredicate.describe("decide", one -> {
            String outer = one.getName().replaceFirst("\\$.*", "");
            return outer.startsWith("org.tenantry.agent.worker.")
                    && DECIDING.contains(outer.substring(outer.lastIndexOf('.') + 1));
        });
    }
}
