package org.tenantry.gateway.edge;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.json.Json;
import org.tenantry.common.tenant.TenantId;

/**
 * The route table on disk, so that a gateway that starts serves at once, whoever else is gone. The file carries a format
 * number; a newer one is refused and left untouched.
 */
public final class RouteSnapshot {
    /** With rules of routes' own since 2. */
    private static final int FORMAT = 2;

    private static final int WITHOUT_RULES = 1;

    private static final Logger LOG = LoggerFactory.getLogger(RouteSnapshot.class);

    private RouteSnapshot() {}

    /**
     * Writes all routes, replacing the file as one step: whoever reads it finds the old routes or the new ones.
     *
     * @throws TenantryException UNSUPPORTED_VERSION where the file there is of a newer format
     */
    public static void save(Path file, Collection<Route> routes) {
        if (Files.exists(file) && format(text(file)) > FORMAT) {
            throw newer(file);
        }
        List<Row> rows = routes.stream()
                .sorted(Comparator.comparing(Route::host))
                .map(Row::of)
                .toList();
        // So that the release before can start on it as long as nobody uses what it doesn't know.
        boolean plain = rows.stream().allMatch(row -> row.rules.isEmpty());
        replace(file, Json.write(Json.open(), new Content(plain ? WITHOUT_RULES : FORMAT, rows)));
    }

    /**
     * The routes of the file; none where there is no file.
     *
     * @param rulebook what their rules are now, with what the file has of templates'
     * @throws TenantryException UNSUPPORTED_VERSION for a newer format, MALFORMED or INVALID for a file that is damaged
     */
    public static List<Route> load(Path file, Rulebook rulebook) {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = text(file);
        try {
            if (format(text) > FORMAT) {
                throw newer(file);
            }
            return Json.read(Json.open(), text, Content.class).routes.stream()
                    .map(row -> row.route(rulebook))
                    .toList();
        } catch (TenantryException refused) {
            if (refused.code() == ErrorCode.UNSUPPORTED_VERSION) {
                throw refused;
            }
            // It only saves time after a start: what can't be read must not keep a gateway from starting.
            LOG.warn("{}: the snapshot of routes can't be read and is not used: {}", file, refused.message());
            return List.of();
        }
    }

    private static int format(String text) {
        return Json.read(Json.sealed(), text, JsonNode.class).path("format").asInt(0);
    }

    private static TenantryException newer(Path file) {
        return TenantryException.of(
                ErrorCode.UNSUPPORTED_VERSION,
                file + " is of a newer format than this release reads (expected: " + FORMAT + "); it is left as it is");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static void replace(Path file, String text) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel out = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private record Content(int format, List<Row> routes) {}

    /** A route as the file has it: endpoints, or the reason why there are none. */
    private record Row(
            CanonicalHost host,
            InstanceId instance,
            TenantId tenant,
            Optional<List<Endpoint>> endpoints,
            Optional<Availability.Reason> away,
            Optional<WebRules> rules) {
        static Row of(Route route) {
            return switch (route.availability()) {
                case Availability.Serving(List<Endpoint> endpoints) ->
                    of(route, Optional.of(endpoints), Optional.empty());
                // Whoever reads it begins anew: nobody waits there.
                case Availability.Holding(Availability.Reason reason) ->
                    of(route, Optional.empty(), Optional.of(reason));
                case Availability.Away(Availability.Reason reason) -> of(route, Optional.empty(), Optional.of(reason));
            };
        }

        private static Row of(Route route, Optional<List<Endpoint>> endpoints, Optional<Availability.Reason> away) {
            Optional<WebRules> own = Optional.of(route.rules().own()).filter(rules -> !rules.equals(WebRules.NONE));
            return new Row(route.host(), route.instance(), route.tenant(), endpoints, away, own);
        }

        Route route(Rulebook rulebook) {
            Availability availability = endpoints
                    .<Availability>map(Availability.Serving::new)
                    .or(() -> away.map(Availability.Away::new))
                    .orElseThrow(() ->
                            TenantryException.invalid("routes." + host, "neither endpoints nor away", "one of both"));
            return new Route(host, instance, tenant, availability, rulebook.of(rules.orElse(WebRules.NONE)));
        }
    }
}
