package org.tenantry.gateway.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.node.NodeName;
import org.tenantry.common.protocol.Enrolment;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.protocol.ProtocolRange;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.store.Credential;
import org.tenantry.gateway.store.JoinTokenRow;
import org.tenantry.gateway.store.NodeRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.StoreSettings;

class EnrolmentsTest {
    private static final Secret TOKEN = Secret.of("tj_token");
    private static final Optional<String> KEY = Optional.of("0123abcd");

    @TempDir
    private Path directory;

    private Store store;
    private Enrolments enrolments;

    @BeforeEach
    void open() {
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(random);
        SealingKey key = SealingKey.parse(SealingKey.generate(random), random);
        store = Store.open(StoreSettings.sqlite(directory.resolve("store.db")), key, clock, ids);
        enrolments = new Enrolments(store, clock, ids, random);
        store.write(writing -> {
            writing.joinTokens()
                    .insert(new JoinTokenRow(
                            "j-one",
                            Credential.hash(TOKEN),
                            "one",
                            "test",
                            clock.instant(),
                            Optional.empty(),
                            Optional.empty()));
            return writing;
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRequestThatIsSentAgainIsTheSameNodeAndOnlyItsNewCredentialOpens() {
        Enrolment.Enrolled lost = enrolments.enrol(request("one", TOKEN), KEY);

        Enrolment.Enrolled again = enrolments.enrol(request("one", TOKEN), KEY);

        assertThat(again.node()).isEqualTo(lost.node());
        assertThat(enrolments.proven(again.credential())).contains(again.node());
        assertThat(enrolments.proven(lost.credential())).isEmpty();
    }

    @Test
    void nobodyBecomesANodeThatHasRegistered() {
        Enrolment.Enrolled first = enrolments.enrol(request("one", TOKEN), KEY);
        store.write(writing -> {
            writing.nodes().enrolled(first.node());
            return writing;
        });

        Enrolment.Enrolled other = enrolments.enrol(request("one", TOKEN), KEY);

        assertThat(other.node()).isNotEqualTo(first.node());
        assertThat(enrolments.proven(first.credential())).contains(first.node());
    }

    @Test
    void aNameThatIsTakenGetsANumber() {
        enrolments.enrol(request("one", TOKEN), Optional.empty());
        Enrolment.Enrolled second = enrolments.enrol(request("one", TOKEN), Optional.empty());

        NodeRow row = store.read(reading -> reading.nodes().require(second.node()));

        assertThat(row.name()).isEqualTo(new NodeName("one-2"));
    }

    @Test
    void aWrongJoinTokenLeavesNothing() {
        assertThatThrownBy(() -> enrolments.enrol(request("one", Secret.of("tj_other")), KEY))
                .hasMessageContaining("join token");

        List<NodeRow> nodes = store.read(reading -> reading.nodes().all());
        assertThat(nodes).isEmpty();
    }

    private static Enrolment request(String name, Secret token) {
        NodeFacts facts = new NodeFacts(
                new NodeName(name), "", 2, 1L << 30, 1L << 40, 1L << 39, "20.10", "1.41", "0.1", Map.of());
        return new Enrolment(ProtocolRange.SPOKEN, token, facts);
    }
}
