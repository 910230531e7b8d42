package org.tenantry.gateway.templates;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.instance.Web;
import org.tenantry.common.instance.WebProtocol;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.template.TemplateName;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.template.TemplateVersion;
import org.tenantry.gateway.templates.source.Keys;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads {@code template.yaml}, format 1. */
final class ManifestReader {
    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern PATH = Pattern.compile("/[!-~]{0,1023}");
    private static final String NO_KEY = "a key of template.yaml, format 1";
    private static final Keys FILE = Keys.orElse(NO_KEY)
            .used("format", "name", "version", "description", "web", "parameters", "secrets")
            .used("dropped", "profiles", "capabilities", "files")
            .refused("nothing: not supported yet", "hooks", "resources", "backup", "update")
            .withExtensions();
    private static final Keys WEB =
            Keys.orElse(NO_KEY).used("service", "port", "health", "protocol").used(WebRulesReader.KEYS);

    private final Values values;
    private final Remarks remarks;

    private ManifestReader(Remarks remarks) {
        this.remarks = remarks;
        this.values = new Values(remarks);
    }

    /** The manifest; empty where a problem was remarked. */
    static Optional<TemplateManifest> read(Tree tree, Remarks remarks) {
        ManifestReader reader = new ManifestReader(remarks);
        Optional<TemplateManifest> manifest = remarks.mapping(tree, "").flatMap(map -> reader.read(map));
        return remarks.problems().isEmpty() ? manifest : Optional.empty();
    }

    private Optional<TemplateManifest> read(Tree.Mapping map) {
        Section file = FILE.read(map, "", remarks);
        values.required(file, "format", text -> text.equals("1") ? Optional.of(text) : Optional.empty(), "1");
        Optional<TemplateName> name = word(file, "name", TemplateName::new, "1 to 63 of a-z, 0-9 and inner hyphens");
        Optional<TemplateVersion> version =
                word(file, "version", TemplateVersion::new, "1 to 32 of a-z, A-Z, 0-9, dot, underscore and hyphen");
        String description = values.text(file, "description").orElse("");
        Optional<Section> section = section(file);
        Optional<Web> web = section.flatMap(this::web);
        WebRules rules = section.map(it -> new WebRulesReader(remarks).read(it)).orElse(WebRules.NONE);
        SortedMap<String, Parameter> parameters = new TreeMap<>();
        named(file, "parameters", (entry, path) -> {
            new ParameterReader(remarks).read(entry, path).ifPresent(it -> parameters.put(it.name(), it));
        });
        SortedMap<String, SecretRule> secrets = secrets(file, parameters);
        TemplateManifest.Choices choices = new ChoicesReader(remarks).read(file);
        if (name.isEmpty() || version.isEmpty() || web.isEmpty()) {
            return Optional.empty();
        }
        TemplateRef ref = new TemplateRef(name.get(), version.get());
        return Optional.of(new TemplateManifest(ref, description, web.get(), rules, parameters, secrets, choices));
    }

    private Optional<Section> section(Section file) {
        Optional<Tree.Mapping> map = file.find("web").flatMap(tree -> remarks.mapping(tree, "web"));
        if (file.find("web").isEmpty()) {
            remarks.invalid(file.line(), "web", "none", "the service that answers the web and its port");
        }
        return map.map(it -> WEB.read(it, "web", remarks));
    }

    private Optional<Web> web(Section web) {
        Optional<ServiceName> service = word(web, "service", ServiceName::new, "the name of a service");
        Optional<Integer> port = values.required(web, "port", ManifestReader::port, "1 to 65535");
        Optional<String> health =
                values.optional(web, "health", ManifestReader::path, "an absolute path such as /health");
        Optional<WebProtocol> protocol = values.optional(web, "protocol", WebProtocol::of, "http1 or h2c");
        if (protocol.equals(Optional.of(WebProtocol.H2C)) && health.isPresent()) {
            String expected = "no path with protocol h2c: a connection is enough";
            remarks.invalid(web.line("health"), "web.health", health.get(), expected);
        }
        return service.isPresent() && port.isPresent()
                ? Optional.of(new Web(service.get(), port.get(), health, protocol))
                : Optional.empty();
    }

    private SortedMap<String, SecretRule> secrets(Section file, Map<String, Parameter> parameters) {
        SortedMap<String, SecretRule> secrets = new TreeMap<>();
        named(file, "secrets", (entry, path) -> {
            if (parameters.containsKey(entry.key())) {
                remarks.invalid(entry.line(), path, entry.key(), "a name that no parameter has");
            } else {
                new SecretReader(remarks).read(entry, path).ifPresent(it -> secrets.put(it.name(), it));
            }
        });
        return secrets;
    }

    private interface Named {
        void read(Tree.Entry entry, String path);
    }

    private void named(Section file, String key, Named named) {
        Optional<Tree.Mapping> map = file.find(key).flatMap(tree -> remarks.mapping(tree, key));
        for (Tree.Entry entry : map.map(Tree.Mapping::entries).orElseGet(List::of)) {
            String path = key + "." + entry.key();
            if (VARIABLE.matcher(entry.key()).matches() && !entry.key().startsWith("TENANTRY_")) {
                remarks.used(entry.line(), path);
                named.read(entry, path);
            } else {
                String expected = "1 to 63 of a-z, A-Z, 0-9 and _, no digit first, not TENANTRY_…";
                remarks.invalid(entry.line(), path, entry.key(), expected);
            }
        }
    }

    private <T> Optional<T> word(Section section, String key, Function<String, T> constructor, String expected) {
        return values.required(section, key, text -> attempt(constructor, text), expected);
    }

    private static <T> Optional<T> attempt(Function<String, T> constructor, String text) {
        try {
            return Optional.of(constructor.apply(text));
        } catch (TenantryException refused) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> port(String text) {
        return PORT.matcher(text).matches()
                ? Optional.of(Integer.valueOf(text)).filter(port -> port <= 65_535)
                : Optional.empty();
    }

    private static Optional<String> path(String text) {
        return PATH.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
