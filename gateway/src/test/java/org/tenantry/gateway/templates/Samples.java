package org.tenantry.gateway.templates;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.secret.Secret;
import org.tenantry.common.tenant.TenantName;

/** A small template with everything in it that an order fills in. */
final class Samples {
    static final String MANIFEST = """
            format: 1
            name: meeting
            version: 1.0
            description: A meeting.
            web: {service: web, port: 8000, health: /health}
            parameters:
              title: {type: string, default: "General assembly", description: The heading, max_length: 40}
              members: {type: integer, default: 50}
              public: {type: boolean}
              language: {type: choice, values: [de, en], default: en}
              contact: {required: true, pattern: ".+@.+"}
              smtp_password: {secret: true}
            secrets:
              db_password: {length: 24}
              key:
            """;

    static final String COMPOSE = """
            x-base: &base
              restart: unless-stopped
              networks: [back]
            services:
              web:
                <<: *base
                image: example/web:1
                networks: {front: , back: {aliases: [api]}}
                depends_on: [db]
                environment:
                  TITLE: ${title}
                  CONTACT: $contact
                  PUBLIC: ${public:-false}
                  LANGUAGE: ${language}
                  DATABASE: postgres://app:${db_password}@db/app
                  SMTP_PASSWORD: ${smtp_password:-none}
              worker:
                <<: *base
                image: example/web:1
                command: work --members ${members} --title ${title}
                deploy: {replicas: 2, resources: {limits: {cpus: 0.5, memory: 64m}}}
              db:
                <<: *base
                image: example/db:1
                environment: {PASSWORD: "${db_password}"}
                volumes: [data:/var/lib/data]
                healthcheck: {test: [CMD, ready], interval: 5s}
            volumes:
              data:
              unused:
            networks:
              front:
              back: {internal: true}
            """;

    static final Facts FACTS = new Facts(
            Optional.of(new CanonicalHost("acme.example.org")),
            new TenantName("acme"),
            "Acme Corp.",
            new InstanceName("acme"),
            new InstanceId("i-abcdefghijkl"));

    static final Map<String, Secret> SECRETS =
            Map.of("db_password", Secret.of("hunter2hunter2hunter2"), "key", Secret.of("k3yk3yk3yk3y"));

    private Samples() {}

    static Template template() {
        return TemplateReader.read(MANIFEST, COMPOSE);
    }

    static RenderInput input(Map<String, String> parameters) {
        return new RenderInput(FACTS, parameters, SECRETS, Map.of());
    }

    static SortedMap<ServiceName, Service> byName(Rendered rendered) {
        return rendered.services().stream()
                .collect(Collectors.toMap(Service::name, it -> it, (one, other) -> one, TreeMap::new));
    }

    /** What must be there. */
    static <K, V> V at(Map<K, V> map, K key) {
        return Optional.ofNullable(map.get(key)).orElseThrow();
    }
}
