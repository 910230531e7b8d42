package org.tenantry.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.home.Home;
import org.tenantry.agent.home.Identity;
import org.tenantry.agent.session.Enroller;
import org.tenantry.agent.session.Gateways;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.protocol.Enrolment;
import org.tenantry.common.protocol.ProtocolRange;
import org.tenantry.common.secret.Secret;

/** Makes a new agent a node of its cluster, however long it takes: the token may come later, and gateways may be away. */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

    private final Enroller enroller;
    private final Gateways gateways;
    private final Path joinToken;
    private String lastTold = "";

    Joining(Enroller enroller, Gateways gateways, Path joinToken) {
        this.enroller = enroller;
        this.gateways = gateways;
        this.joinToken = joinToken;
    }

    /** Enrols, and keeps who this agent is from now on. */
    Identity join(Home home, Supplier<NodeFacts> facts) throws InterruptedException {
        while (true) {
            URI gateway = gateways.next();
            try {
                Enrolment enrolment = new Enrolment(ProtocolRange.SPOKEN, token(), facts.get());
                Identity identity = enroller.enrol(gateway, enrolment);
                home.keep(identity);
                LOG.info("{}: this agent joined cluster {}", identity.node(), identity.cluster());
                return identity;
            } catch (TenantryException refused) {
                told(gateway + ": " + refused.message());
            }
            gateways.pause();
        }
    }

    private Secret token() {
        try {
            return Secret.of(Files.readString(joinToken).strip());
        } catch (IOException e) {
            throw TenantryException.of(
                    ErrorCode.UNAVAILABLE, "the join token can't be read from " + joinToken + ": " + e.getMessage());
        }
    }

    /** The same reason again and again is said once. */
    private void told(String reason) {
        if (!reason.equals(lastTold)) {
            LOG.warn("This agent could not join yet and tries again: {}", reason);
        }
        lastTold = reason;
    }
}
