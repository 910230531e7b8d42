package org.tenantry.gateway.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each class of tests a machine of its own, whose programs it may kill. */
final class OwnMachine implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Machine.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(OwnMachine.class, context.getRequiredTestClass()))
                .getOrComputeIfAbsent(Machine.class, key -> Machine.running(), Machine.class);
    }
}
