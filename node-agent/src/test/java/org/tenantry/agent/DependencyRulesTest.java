package org.tenantry.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
            "Patients");

    @Test
    void decisionsArePure() {
        noClasses()
                .that(decide())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..",
                        "io.netty..",
                        "com.github.dockerjava..",
                        "java.io..",
                        "java.nio..",
                        "java.net..",
                        "java.util.random..",
                        "java.util.concurrent..",
                        "org.slf4j..")
                .check(CLASSES);
        noClasses()
                .that(decide())
                .should()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void onlyOnePackageKnowsTheEnginesLibrary() {
        classes()
                .that()
                .resideOutsideOfPackage("..agent.runtime.docker..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage("com.github.dockerjava..")
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
    void theSessionKnowsNoEngineAndNoWorker() {
        noClasses()
                .that()
                .resideInAPackage("..agent.session..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..agent.runtime..", "..agent.worker..", "..agent.health..", "..agent.network..")
                .check(CLASSES);
    }

    @Test
    void nothingHereKnowsTheGateway() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.tenantry.gateway..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.tenantry.agent.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> decide() {
        return DescribedPredicate.describe("decide", one -> {
            String outer = one.getName().replaceFirst("\\$.*", "");
            return outer.startsWith("org.tenantry.agent.worker.")
                    && DECIDING.contains(outer.substring(outer.lastIndexOf('.') + 1));
        });
    }
}
