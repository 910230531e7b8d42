package org.tenantry.gateway.agents;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tenantry.common.bus.Bus;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Load;

/**
 * What is under way to an endpoint through all live gateways together. One that lives and doesn't answer in time, or is too
 * old to know the question, counts as sending more.
 */
final class Loads {
    /** Less than an agent waits for the answer. */
    private static final long PATIENCE_MILLIS = 1_500;

    private final Bus bus;
    private final Function<Endpoint, CompletionStage<Load>> here;

    Loads(Bus bus, Function<Endpoint, CompletionStage<Load>> here) {
        this.bus = bus;
        this.here = here;
    }

    /** Answers other gateways, under this one's name. */
    Bus.Registration serve(String gateway) {
        return bus.serve(GatewayNews.LOAD, gateway, endpoint -> here(endpoint));
    }

    /** What these and this gateway have to do there. */
    Future<Load> of(Endpoint endpoint, Collection<String> others) {
        List<Future<Load>> all = Stream.concat(
                        Stream.of(here(endpoint)), others.stream().map(other -> at(other, endpoint)))
                .map(Loads::orUnknown)
                .toList();
        return Future.all(all).map(done -> done.<Load>list().stream().reduce(Load.NONE, Load::plus));
    }

    private Future<Load> at(String gateway, Endpoint endpoint) {
        return bus.call(GatewayNews.LOAD, gateway, endpoint);
    }

    private Future<Load> here(Endpoint endpoint) {
        return Future.fromCompletionStage(here.apply(endpoint));
    }

    private static Future<Load> orUnknown(Future<Load> answer) {
        return answer.timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).otherwise(Load.UNKNOWN);
    }
}
