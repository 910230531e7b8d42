package org.tenantry.gateway.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tenantry.common.bus.Bus;
import org.tenantry.common.bus.Signature;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.Load;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Ids;

/** Several gateways on one bus are asked for the same endpoint. */
class LoadsTest {
    private static final Endpoint ENDPOINT = endpoint(new NodeId("n-aaaaaaaaaaaa"));

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(
            vertx, new Signature(new ClusterId("c-aaaaaaaaaaaa"), "g1", Optional.empty(), new Ids(new Random(1))));
    private final Loads here = new Loads(bus, endpoint -> CompletableFuture.completedFuture(new Load(false, 1, 0)));

    static Endpoint endpoint(NodeId node) {
        ReplicaKey replica = new ReplicaKey(new ServiceName("web"), 1);
        return new Endpoint(node, new Term(1, 1), new InstanceId("i-aaaaaaaaaaaa"), replica, "10.0.0.2", 80, "tn0");
    }

    @AfterEach
    void close() throws Exception {
        settled(vertx.close());
    }

    @Test
    void addsUpWhatAllHaveToDo() throws Exception {
        serving("g2", new Load(false, 2, 1));
        serving("g3", new Load(true, 0, 4));

        assertThat(settled(here.of(ENDPOINT, List.of()))).isEqualTo(new Load(false, 1, 0));
        assertThat(settled(here.of(ENDPOINT, List.of("g2")))).isEqualTo(new Load(false, 3, 1));
        assertThat(settled(here.of(ENDPOINT, List.of("g2", "g3")))).isEqualTo(new Load(true, 3, 5));
    }

    @Test
    void takesOneThatDoesNotKnowTheQuestionForOneThatSendsMore() throws Exception {
        assertThat(settled(here.of(ENDPOINT, List.of("older")))).isEqualTo(new Load(true, 1, 0));
    }

    @Test
    void takesOneThatDoesNotAnswerForOneThatSendsMore() throws Exception {
        bus.serve(GatewayNews.LOAD, "hung", endpoint -> Promise.<Load>promise().future());

        assertThat(settled(here.of(ENDPOINT, List.of("hung")))).isEqualTo(new Load(true, 1, 0));
    }

    private void serving(String gateway, Load load) {
        new Loads(bus, endpoint -> CompletableFuture.completedFuture(load)).serve(gateway);
    }

    private static <T> T settled(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
