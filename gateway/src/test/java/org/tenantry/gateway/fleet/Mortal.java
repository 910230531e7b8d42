package org.tenantry.gateway.fleet;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tenantry.agent.runtime.FakeEngine;
import org.tenantry.agent.runtime.Runtime;

/** One agent's view of its engine, until the agent is killed in a call: from then on it gets nothing done. */
final class Mortal {
    private final AtomicReference<Optional<FakeEngine.Killed>> killed = new AtomicReference<>(Optional.empty());

    boolean isKilled() {
        return killed.get().isPresent();
    }

    Runtime over(Runtime runtime) {
        return (Runtime)
                Proxy.newProxyInstance(Mortal.class.getClassLoader(), new Class<?>[] {Runtime.class}, handler(runtime));
    }

    private InvocationHandler handler(Runtime runtime) {
        return (proxy, method, arguments) -> {
            Optional<FakeEngine.Killed> dead = killed.get();
            boolean ending = method.getName().equals("close") || method.getDeclaringClass() == Object.class;
            if (dead.isPresent() && !ending) {
                throw dead.get();
            }
            return passed(runtime, method, arguments);
        };
    }

    private @Nullable Object passed(Runtime runtime, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(runtime, arguments);
        } catch (InvocationTargetException thrown) {
            Throwable cause = thrown.getTargetException();
            if (cause instanceof FakeEngine.Killed death) {
                killed.set(Optional.of(death));
            }
            throw cause;
        }
    }
}
