package org.tenantry.gateway.api;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.access.Subject;
import org.tenantry.gateway.api.ApiRoute.Takes;
import org.tenantry.gateway.tenants.Tenants;
import org.tenantry.gateway.tokens.CreatedToken;
import org.tenantry.gateway.tokens.NewToken;
import org.tenantry.gateway.tokens.TokenView;
import org.tenantry.gateway.tokens.Tokens;

/** Tokens over HTTP. The token itself is in one answer only: that to the request that made it. */
final class TokenRoutes {
    private final Tokens tokens;
    private final Tenants tenants;

    TokenRoutes(Tokens tokens, Tenants tenants) {
        this.tokens = tokens;
        this.tenants = tenants;
    }

    List<ApiRoute> routes() {
        TenantOf cluster = new TenantOf.Cluster();
        return List.of(
                ApiRoute.get("/tokens")
                        .needs(Permission.TOKEN_READ)
                        .about(cluster)
                        .query("limit", "after")
                        .answers(exchange -> Answer.page(tokens.page(exchange.page()), exchange)),
                ApiRoute.post("/tokens")
                        .needs(Permission.TOKEN_WRITE)
                        .about(cluster)
                        .accepts(Takes.BODY, Takes.KEY)
                        .answers(this::create),
                ApiRoute.delete("/tokens/{token}")
                        .needs(Permission.TOKEN_WRITE)
                        .about(cluster)
                        .accepts(Takes.KEY)
                        .answers(this::revoke));
    }

    private Answer create(Exchange exchange) {
        Fields fields = exchange.body();
        Optional<TenantId> tenant = fields.optionalText("tenant").map(this::tenant);
        NewToken ordered =
                new NewToken(tenant, fields.text("label"), fields.optionalValue("validFor", TokenRoutes::duration));
        fields.finish();
        return exchange.change(
                CreatedToken.class,
                caller -> tokens.create(caller, ordered),
                created -> shown(created.view(), Optional.of(created.token().reveal())),
                created -> shown(created.view(), Optional.empty()));
    }

    private Answer revoke(Exchange exchange) {
        String id = exchange.parameter("token");
        if (id.startsWith(Tokens.PREFIX)) {
            throw TenantryException.invalid("token", "(not shown)", "the token's id, k-…, not the token itself");
        }
        return exchange.change(TokenView.class, caller -> tokens.revoke(caller, id), revoked -> Answer.nothing());
    }

    private TenantId tenant(String text) {
        return tenants.locate(text).map(Subject::owner).orElseThrow(() -> TenantryException.notFound("tenant", text));
    }

    /** The only place where a token is written down. */
    private static Answer shown(TokenView view, Optional<String> token) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("details", view);
        token.ifPresent(text -> body.put("token", text));
        return Answer.json(201, body);
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw TenantryException.invalid("validFor", text, "an ISO 8601 duration such as P30D or PT12H");
        }
    }
}
