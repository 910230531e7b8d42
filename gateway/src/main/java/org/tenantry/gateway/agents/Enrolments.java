package org.tenantry.gateway.agents;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;
import org.tenantry.common.protocol.Enrolment;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.store.Credential;
import org.tenantry.gateway.store.JoinTokenRow;
import org.tenantry.gateway.store.NodeRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.Writing;

/**
 * Lets new agents in: a join token buys an id and a credential. An agent whose answer got lost sends the same request again
 * and is the same node, with another credential; that ends when the node registers for the first time.
 */
public final class Enrolments {
    private static final String PREFIX = "ta_";

    private final Store store;
    private final InstantSource clock;
    private final Ids ids;
    private final SecureRandom random;

    public Enrolments(Store store, InstantSource clock, Ids ids, SecureRandom random) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
    }

    /**
     * Enrols an agent. Blocks.
     *
     * @param key the same in each repetition of one request; empty where the agent gives none
     */
    Enrolment.Enrolled enrol(Enrolment enrolment, Optional<String> key) {
        Secret credential = Credential.generate(PREFIX, random);
        NodeId node = store.write(writing -> {
            requireValid(writing, enrolment.joinToken());
            Optional<NodeRow> begun = key.flatMap(writing.nodes()::byEnrolment);
            if (begun.isPresent()) {
                writing.nodes().credential(begun.get().id(), Credential.hash(credential));
                return begun.get().id();
            }
            return insert(writing, enrolment, credential, key);
        });
        return new Enrolment.Enrolled(store.cluster(), node, credential);
    }

    private NodeId insert(Writing writing, Enrolment enrolment, Secret credential, Optional<String> key) {
        NodeId node = new NodeId(ids.next("n-"));
        NodeName name = free(writing, enrolment.facts().name());
        NodeRow row = new NodeRow(node, name, enrolment.facts(), false, clock.instant(), clock.instant(), 0);
        writing.nodes().insert(row, Credential.hash(credential));
        key.ifPresent(given -> writing.nodes().enrolment(node, given));
        return node;
    }

    /** Whose credential that is. Blocks. */
    Optional<NodeId> proven(Secret credential) {
        return store.read(reading -> reading.nodes().byCredential(Credential.hash(credential)))
                .map(NodeRow::id);
    }

    private void requireValid(Writing writing, Secret joinToken) {
        Optional<JoinTokenRow> valid =
                writing.joinTokens().byHash(Credential.hash(joinToken)).filter(token -> token.validAt(clock.instant()));
        if (valid.isEmpty()) {
            throw TenantryException.of(
                    ErrorCode.UNAUTHENTICATED, "the join token is not valid, or not any more; ask for a new one");
        }
    }

    /** The name that the machine asks for, with a number where another node has it. */
    private static NodeName free(Writing writing, NodeName wanted) {
        NodeName name = wanted;
        for (int number = 2; writing.nodes().byName(name).isPresent(); number++) {
            String suffix = "-" + number;
            String base = wanted.value().substring(0, Math.min(wanted.value().length(), 63 - suffix.length()));
            name = new NodeName(base + suffix);
        }
        return name;
    }
}
