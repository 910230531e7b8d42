package org.tenantry.agent.runtime.docker;

import org.tenantry.agent.runtime.Bounds;
import org.tenantry.agent.runtime.ContainerOrder;

/**
 * Where a container is made, as far as it decides what the engine is told.
 *
 * @param traits the engine's
 * @param init whether the engine's init runs as its first process
 */
record Host(Traits traits, boolean init) {
    static Host of(Engine engine, Bounds bounds, ContainerOrder order) {
        Traits traits = engine.traits();
        return new Host(traits, traits.hasInit() && wantsInit(engine, bounds, order));
    }

    private static boolean wantsInit(Engine engine, Bounds bounds, ContainerOrder order) {
        return order.form().init()
                || (bounds.init()
                        && !Init.isBrought(
                                order.form(),
                                engine.call(docker ->
                                        docker.inspectImageCmd(order.image()).exec())));
    }
}
