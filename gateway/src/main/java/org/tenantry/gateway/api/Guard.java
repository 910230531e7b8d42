package org.tenantry.gateway.api;

import java.util.Optional;
import java.util.function.Function;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Access;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.access.Principal;
import org.tenantry.gateway.access.Subject;

/**
 * Lets a request in or not, by what its route declares. What a principal may not know of is answered exactly like what does
 * not exist; what it may know of and not do is forbidden.
 */
final class Guard {
    private final ApiRoute route;
    private final Permission needed;
    private final TenantOf whose;

    Guard(ApiRoute route) {
        this.route = route;
        this.needed = route.permission().orElseThrow();
        this.whose = route.tenant().orElseThrow();
    }

    /** The thing that the request is about, where the route names one. */
    Optional<Subject> admit(Principal principal, Exchange.Request request) {
        return switch (whose) {
            case TenantOf.Cluster cluster -> allowed(principal, Optional.empty());
            case TenantOf.Scope scope -> allowed(principal, principal.scope());
            case TenantOf.Named named -> named(principal, named, request);
            case TenantOf.InBody inBody -> inBody(principal, inBody, request);
        };
    }

    private Optional<Subject> allowed(Principal principal, Optional<TenantId> tenant) {
        Access.veto(principal, needed, tenant).ifPresent(why -> {
            throw TenantryException.of(ErrorCode.FORBIDDEN, route.method() + " " + route.path() + ": " + why)
                    .with("permission", needed.word());
        });
        return Optional.empty();
    }

    private Optional<Subject> named(Principal principal, TenantOf.Named named, Exchange.Request request) {
        String text = request.parameters().getOrDefault(named.parameter(), "");
        return Optional.of(known(principal, named.parameter(), text, named.find()));
    }

    private Optional<Subject> inBody(Principal principal, TenantOf.InBody inBody, Exchange.Request request) {
        Optional<String> text = Fields.read(request.body()).optionalText("tenant");
        if (text.isEmpty() && principal.scope().isPresent()) {
            TenantId own = principal.scope().get();
            allowed(principal, principal.scope());
            return Optional.of(new Subject(own.value(), own));
        }
        String tenant = text.orElseThrow(() -> TenantryException.invalid("tenant", "", "a tenant's name or id"));
        return Optional.of(known(principal, "tenant", tenant, inBody.find()));
    }

    private Subject known(Principal principal, String kind, String text, Function<String, Optional<Subject>> find) {
        Subject subject = find.apply(text)
                .filter(found -> Access.knows(principal, Optional.of(found.owner())))
                .orElseThrow(() -> TenantryException.notFound(kind, text));
        allowed(principal, Optional.of(subject.owner()));
        return subject;
    }
}
