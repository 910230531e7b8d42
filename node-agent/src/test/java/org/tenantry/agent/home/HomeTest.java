package org.tenantry.agent.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.home.Assignments.Kept;
import org.tenantry.agent.home.Assignments.Place;
import org.tenantry.agent.worker.Samples;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.secret.Secret;

class HomeTest {
    @TempDir
    private Path directory;

    private Home home;

    @BeforeEach
    void open() {
        home = Home.open(directory.resolve("agent"), new SecureRandom());
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void keepsWhoTheAgentIsForItsOwnerOnly() throws IOException {
        Identity identity =
                Identity.of(new ClusterId("c-aaaaaaaaaaaa"), new NodeId("n-aaaaaaaaaaaa"), Secret.of("credential"));

        home.keep(identity);

        assertThat(home.identity()).contains(identity);
        for (String name : List.of("identity.json", "agent.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void refusesAnIdentityOfANewerFormatAndLeavesItUntouched() throws IOException {
        String newer = "{\"format\":2,\"who\":\"?\"}";
        Files.writeString(file("identity.json"), newer);

        assertThatThrownBy(() -> home.identity())
                .isInstanceOfSatisfying(
                        TenantryException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION));
        assertThat(file("identity.json")).hasContent(newer);
    }

    @Test
    void keepsAssignmentsSealedAndInOnePlace() throws IOException {
        Assignment assignment = Samples.stack(Goal.RUNNING, 3, 2);
        Assignments assignments = home.assignments();

        assignments.put(assignment, Place.FOLLOWED);
        assertThat(assignments.load()).containsEntry(Samples.INSTANCE, new Kept(assignment, Place.FOLLOWED));
        assertThat(Files.readString(sealed())).doesNotContain("postgres", "web", "data");

        assignments.move(Samples.INSTANCE, Place.FOLLOWED, Place.ASIDE);
        assertThat(home.assignments().load()).containsEntry(Samples.INSTANCE, new Kept(assignment, Place.ASIDE));
        assignments.put(assignment, Place.FOLLOWED);
        assertThat(home.assignments().load()).containsEntry(Samples.INSTANCE, new Kept(assignment, Place.FOLLOWED));
        assertThat(file("assignments/aside")).isEmptyDirectory();
        assignments.forget(Samples.INSTANCE);
        assertThat(home.assignments().load()).isEmpty();
    }

    @Test
    void takesTheNewerOfTwoFilesThatACrashLeft() {
        Assignments assignments = home.assignments();
        assignments.put(Samples.stack(Goal.RUNNING, 3, 2), Place.FOLLOWED);
        assignments.move(Samples.INSTANCE, Place.FOLLOWED, Place.ASIDE);
        SealedFiles<Assignment> followed =
                new SealedFiles<>(file("assignments"), key(), "assignment", Assignment.class);
        Assignment newer = Samples.stack(Goal.RUNNING, 4, 2);

        followed.put(Samples.INSTANCE, newer);

        assertThat(home.assignments().load()).containsEntry(Samples.INSTANCE, new Kept(newer, Place.FOLLOWED));
    }

    @Test
    void setsATornFileAside() throws IOException {
        home.assignments().put(Samples.stack(Goal.RUNNING, 3, 2), Place.FOLLOWED);
        String whole = Files.readString(sealed());
        Files.writeString(sealed(), whole.substring(0, whole.length() / 2));

        assertThat(home.assignments().load()).isEmpty();

        assertThat(sealed()).doesNotExist();
        assertThat(file("assignments/i-aaaaaaaaaaaa.sealed.unreadable")).exists();
    }

    @Test
    void setsAFileOfAnotherInstanceAside() throws IOException {
        home.assignments().put(Samples.stack(Goal.RUNNING, 3, 2), Place.FOLLOWED);
        Files.move(sealed(), file("assignments/i-bbbbbbbbbbbb.sealed"));

        assertThat(home.assignments().load()).isEmpty();
    }

    @Test
    void leavesAFileOfANewerFormatUntouched() throws IOException {
        Files.createDirectories(file("assignments"));
        String newer = "{\"format\":9,\"shape\":\"unknown\"}";
        Files.writeString(sealed(), newer);

        assertThat(home.assignments().load()).isEmpty();
        assertThatThrownBy(() -> home.assignments().put(Samples.stack(Goal.RUNNING, 3, 2), Place.FOLLOWED))
                .hasMessageContaining("newer agent");
        assertThatThrownBy(() -> home.assignments().forget(Samples.INSTANCE)).hasMessageContaining("newer agent");
        assertThat(sealed()).hasContent(newer);
    }

    @Test
    void remembersTheNewestTermAndHowReplicasEnded() {
        Ending ending =
                new Ending(Samples.replica(Samples.WEB, 1), "abc", Instant.EPOCH, 3, 7, Failure.because("it ended"));

        home.keepNewestTerm(new Term(2, 9));
        home.endings().put(Samples.INSTANCE, List.of(ending));
        home.close();
        home = Home.open(directory.resolve("agent"), new SecureRandom());

        assertThat(home.newestTerm()).isEqualTo(new Term(2, 9));
        assertThat(home.endings().load(Samples.INSTANCE)).containsExactly(ending);
    }

    @Test
    void isTakenByOneAgentOnly() {
        assertThatThrownBy(() -> Home.open(directory.resolve("agent"), new SecureRandom()))
                .hasMessageContaining("is used by another agent (expected: one agent per home)");
    }

    private org.tenantry.common.secret.SealingKey key() {
        try {
            return org.tenantry.common.secret.SealingKey.parse(
                    Secret.of(Files.readString(file("agent.key"))), new SecureRandom());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path sealed() {
        return file("assignments/i-aaaaaaaaaaaa.sealed");
    }

    private Path file(String name) {
        return directory.resolve("agent").resolve(name);
    }
}
