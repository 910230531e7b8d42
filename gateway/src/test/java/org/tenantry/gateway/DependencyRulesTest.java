package org.tenantry.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may know whom in the gateway. Each rule is made for a root package, so that the same rule can be shown to fail on a
 * small tree of classes that breaks it ({@code org.tenantry.gateway.broken}, tests only).
 */
class DependencyRulesTest {
    private static final String GATEWAY = "org.tenantry.gateway";
    private static final String BROKEN = "org.tenantry.gateway.broken";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(GATEWAY);

    private record Rule(String name, ArchRule rule) {}

    private static List<Rule> rules(String root, String agent) {
        return List.of(
                new Rule("the gateway never knows the agent", never(root + "..", agent + "..")),
                new Rule(
                        "packages have no cycles",
                        slices().matching(root + ".(**)").should().beFreeOfCycles()),
                new Rule("leaves are imported by nobody", leaves(root)),
                new Rule("the API never touches the store", never(root + ".api..", root + ".store..")),
                new Rule("the console never touches the store", never(root + ".console..", root + ".store..")),
                new Rule("the CLI never touches the store", never(root + ".cli..", root + ".store..")),
                new Rule("the edge knows itself and words only", edge(root)),
                new Rule("the scheduler is pure", pure(root + ".scheduler..", ".*")),
                new Rule("access is pure", pure(root + ".access..", ".*")),
                new Rule("the planner is pure", pure(root + ".reconcile..", ".*\\.Planner(\\$.*)?")),
                new Rule(
                        "Hazelcast is known to the cluster only",
                        only(root + ".cluster..", "com.hazelcast..", "io.vertx.spi.cluster..")),
                new Rule(
                        "JDBC is known to the store only",
                        only(
                                root + ".store..",
                                "java.sql..",
                                "javax.sql..",
                                "com.zaxxer..",
                                "org.flywaydb..",
                                "org.sqlite..",
                                "org.postgresql..")),
                new Rule("Netty is known to the edge only", only(root + ".edge..", "io.netty..")));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        return rules(GATEWAY, "org.tenantry.agent").stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(), () -> rule.rule().allowEmptyShould(true).check(CLASSES)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleCanFail() {
        JavaClasses broken = new ClassFileImporter().importPackages(BROKEN);
        return rules(BROKEN, BROKEN + ".agent").stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(),
                        () -> assertThat(rule.rule().evaluate(broken).hasViolation())
                                .as(rule.name())
                                .isTrue()));
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        classes()
                .that(new DescribedPredicate<>("are in a package without package-info") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getPackage().tryGetPackageInfo().isEmpty();
                    }
                })
                .should()
                .haveSimpleName("nothing at all")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static ArchRule never(String who, String... whom) {
        return noClasses()
                .that()
                .resideInAPackage(who)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(whom);
    }

    private static ArchRule only(String who, String... whom) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(who)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(whom);
    }

    /** The composition roots, which stand in the root package itself, put leaves in their places. */
    private static ArchRule leaves(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(root + ".api..", root + ".console..", root + ".cli..", root)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(root + ".api..", root + ".console..", root + ".cli..");
    }

    private static ArchRule edge(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".edge..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        root + ".edge..",
                        "org.tenantry.common..",
                        "io.netty..",
                        "java..",
                        "javax.net.ssl..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "com.fasterxml.jackson..");
    }

    private static ArchRule pure(String where, String names) {
        DescribedPredicate<JavaClass> impure = new DescribedPredicate<>("clock, randomness, files or environment") {
            private final List<String> types = List.of(
                    "java.time.Clock",
                    "java.time.InstantSource",
                    "java.util.Random",
                    "java.security.SecureRandom",
                    "java.util.concurrent.ThreadLocalRandom",
                    "java.util.random.RandomGenerator");

            @Override
            public boolean test(JavaClass type) {
                return types.contains(type.getName());
            }
        };
        return noClasses()
                .that()
                .resideInAPackage(where)
                .and()
                .haveNameMatching(names)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..",
                        "io.netty..",
                        "com.hazelcast..",
                        "com.github.dockerjava..",
                        "java.sql..",
                        "javax.sql..",
                        "java.io..",
                        "java.nio..",
                        "java.net..")
                .orShould()
                .dependOnClassesThat(impure)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(UUID.class, "randomUUID");
    }
}
