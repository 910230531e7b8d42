package org.tenantry.gateway.api;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.audit.Audit;
import org.tenantry.gateway.audit.Repetitions;
import org.tenantry.gateway.audit.Trail;
import org.tenantry.gateway.events.Events;
import org.tenantry.gateway.instances.Addresses;
import org.tenantry.gateway.instances.Instances;
import org.tenantry.gateway.instances.Making;
import org.tenantry.gateway.instances.Seen;
import org.tenantry.gateway.nodes.Nodes;
import org.tenantry.gateway.operations.Operations;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.StoreSettings;
import org.tenantry.gateway.templates.TemplateShelf;
import org.tenantry.gateway.templates.Templates;
import org.tenantry.gateway.tenants.Tenants;
import org.tenantry.gateway.tokens.Tokens;

/**
 * The admin API on a free port, with a real store and no agent: tenants acme and globex, a template, an administrator's token
 * and one for each tenant. Every answer is held against the OpenAPI document.
 */
public final class ApiWorld implements AutoCloseable {
    public static final String MANIFEST = """
            format: 1
            name: hello
            version: "1.0"
            description: Says hello.
            web: {service: web, port: 8000, health: /health}
            parameters:
              title: {type: string, default: "Hello", description: "What it says."}
              password: {type: string, secret: true, max_length: 20}
            secrets:
              db_password: {length: 32}
            """;
    public static final String COMPOSE = """
            services:
              web:
                image: tenantry-sample/hello:1.0
                environment:
                  TITLE: ${title}
                  DB_PASSWORD: ${db_password}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final SecureRandom random = new SecureRandom();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Store store;
    private final Api api;
    private final ApiSettings settings;
    private final UseCases useCases;
    private final FakeStreams streams = new FakeStreams(vertx);
    private final ApiDocument document = new ApiDocument(ClusterRoutes.openApi());
    private final Map<InstanceId, Seen> seen = new ConcurrentHashMap<>();
    private final Secret admin = Tokens.generate(random);
    private final Secret acme;
    private final Secret globex;

    private ApiWorld(Path directory, Duration grace) {
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(random);
        SealingKey key = SealingKey.parse(SealingKey.generate(random), random);
        store = Store.open(StoreSettings.sqlite(directory.resolve("store.db")), key, clock, ids);
        Trail trail = new Trail(clock);
        Addresses addresses = new Addresses(new CanonicalHost("example.test"), WebRules.Https.OFF, 8080, 8443);
        useCases = new UseCases(
                new Tenants(store, trail, ids, clock),
                new Templates(store, trail, clock),
                Instances.of(
                        store,
                        new TemplateShelf(store),
                        Making.of(random, clock),
                        addresses,
                        grace,
                        id -> seen.getOrDefault(id, Seen.nothing())),
                new Operations(store),
                new Nodes(store, node -> true),
                new Tokens(store, trail, random, clock),
                Events.of(store),
                new Audit(store),
                new Repetitions(store, clock),
                streams,
                Map.of("version", "test"),
                () -> new Readiness(true, Map.of("store", "ok")));
        settings = new ApiSettings("127.0.0.1", 0, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), ids);
        api = Api.open(vertx, settings)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        api.serve(useCases);
        useCases.tokens().adopt(admin, "admin");
        acme = tenant("acme");
        globex = tenant("globex");
        post(admin, "/templates", Map.of("manifest", MANIFEST, "compose", COMPOSE));
    }

    /** Where what is removed is gone at once. */
    public static ApiWorld open(Path directory) {
        return open(directory, Duration.ZERO);
    }

    /** Where what is removed can be taken back for so long. */
    public static ApiWorld open(Path directory, Duration grace) {
        return new ApiWorld(directory, grace);
    }

    public Secret admin() {
        return admin;
    }

    public Secret acme() {
        return acme;
    }

    public Secret globex() {
        return globex;
    }

    public Store store() {
        return store;
    }

    public String url() {
        return "http://127.0.0.1:" + api.port();
    }

    FakeStreams streams() {
        return streams;
    }

    ApiDocument document() {
        return document;
    }

    RouteList routes() {
        return Api.routes(vertx, useCases);
    }

    Vertx vertx() {
        return vertx;
    }

    ApiSettings settings() {
        return settings;
    }

    UseCases useCases() {
        return useCases;
    }

    /** What agents would have reported of an instance. */
    public void sees(InstanceId id, Seen what) {
        seen.put(id, what);
    }

    public Reply get(Secret token, String path) {
        return send("GET", path, Optional.of(token), Optional.empty(), Map.of());
    }

    public Reply post(Secret token, String path, Object body) {
        return send("POST", path, Optional.of(token), Optional.of(Json.write(Json.open(), body)), Map.of());
    }

    Reply post(Secret token, String path, Object body, Map<String, String> headers) {
        return send("POST", path, Optional.of(token), Optional.of(Json.write(Json.open(), body)), headers);
    }

    public Reply patch(Secret token, String path, Object body) {
        return patch(token, path, body, Map.of());
    }

    Reply patch(Secret token, String path, Object body, Map<String, String> headers) {
        return send("PATCH", path, Optional.of(token), Optional.of(Json.write(Json.open(), body)), headers);
    }

    Reply postNothing(Secret token, String path, Map<String, String> headers) {
        return send("POST", path, Optional.of(token), Optional.empty(), headers);
    }

    public Reply delete(Secret token, String path, Map<String, String> headers) {
        return send("DELETE", path, Optional.of(token), Optional.empty(), headers);
    }

    Reply send(String method, String path, Optional<Secret> token, Optional<String> body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + Api.BASE + path))
                .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        if (body.isPresent() && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        Reply reply = send(request.build());
        document.check(method + " " + template(method, path), reply);
        return reply;
    }

    Reply send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    HttpClient http() {
        return http;
    }

    private Secret tenant(String name) {
        post(admin, "/tenants", Map.of("name", name, "title", name + " Corp."));
        Reply token = post(admin, "/tokens", Map.of("label", "of " + name, "tenant", name));
        return Secret.of(token.text("token"));
    }

    /** The path as the document writes it; the path itself where no route has it. */
    private String template(String method, String path) {
        String plain = path.replaceFirst("\\?.*", "");
        List<String> matching = routes().routes().stream()
                .filter(route -> route.method().name().equals(method))
                .map(ApiRoute::path)
                .filter(route -> plain.matches(route.replaceAll("\\{[a-z]+}", "[^/]+")))
                .toList();
        return matching.isEmpty() ? plain : matching.getFirst();
    }

    @Override
    public void close() {
        http.shutdownNow();
        api.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        store.close();
    }
}
