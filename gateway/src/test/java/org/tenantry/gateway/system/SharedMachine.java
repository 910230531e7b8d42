package org.tenantry.gateway.system;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests that leave both programs alone the one machine that all of them share: starting it takes seconds. A host is
 * free there as soon as nothing leads to it any more.
 */
final class SharedMachine implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Machine.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedMachine.class))
                .getOrComputeIfAbsent(
                        Machine.class, key -> Machine.running(Map.of("hosts.reserved", "0s")), Machine.class);
    }
}
