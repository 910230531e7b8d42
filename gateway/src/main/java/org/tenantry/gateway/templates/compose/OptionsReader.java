package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tenantry.common.instance.Options;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads what a service asks of the engine beyond what every container is made with. */
final class OptionsReader {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");
    private static final Pattern DOTTED =
            Pattern.compile("(?=.{1,253}$)[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,62})(\\.[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,62}))*");
    private static final Pattern DNS_OPTION = Pattern.compile("[a-z0-9-]{1,32}(:[0-9]{1,3})?");
    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]{1,16}/[a-z0-9_]{1,16}(/[a-z0-9]{1,8})?");
    private static final Form<Boolean> TRUTH = new Form<>(Quantities::truth, "true or false");
    private static final Form<Long> BYTES = new Form<>(Quantities::size, "a size such as 64m");
    private static final Form<String> HOSTNAME = matching(NAME, "a name of 1 to 63 of a-z, A-Z, 0-9 and inner hyphens");
    private static final Form<String> DOMAIN = matching(DOTTED, "a domain such as example.org");
    private static final Form<String> OPTION = matching(DNS_OPTION, "an option of resolv.conf such as ndots:1");
    private static final Form<String> PLATFORM_FORM = matching(PLATFORM, "a platform such as linux/amd64");
    private static final Form<String> ADDRESS =
            new Form<>(Addresses::canonical, "an IPv4 or IPv6 address; the node's own is no instance's business");
    private static final Form<String> PULL = new Form<>(
            text -> List.of("missing", "if_not_present").contains(text) ? Optional.of(text) : Optional.empty(),
            "missing or if_not_present; others are not supported yet");

    private final Reading reading;
    private final Section service;

    private OptionsReader(Reading reading, Section service) {
        this.reading = reading;
        this.service = service;
    }

    static Options read(Section service, Reading reading) {
        OptionsReader reader = new OptionsReader(reading, service);
        reader.one("pull_policy", PULL);
        return new Options(
                reader.one("hostname", HOSTNAME),
                reader.extraHosts(),
                new Options.Dns(
                        reader.many("dns", ADDRESS), reader.many("dns_search", DOMAIN), reader.many("dns_opt", OPTION)),
                new Ulimits(reading).read(service),
                reader.one("shm_size", BYTES).map(OptionalLong::of).orElseGet(OptionalLong::empty),
                reader.sysctls(),
                CapabilityKeys.read(service, reading),
                reader.one("read_only", TRUTH).orElse(false),
                reader.one("tty", TRUTH).orElse(false),
                reader.one("stdin_open", TRUTH).orElse(false),
                reader.one("platform", PLATFORM_FORM));
    }

    private <T> Optional<T> one(String key, Form<T> form) {
        return service.find(key).flatMap(tree -> reading.parse(tree, service.path(key), form));
    }

    private List<String> many(String key, Form<String> form) {
        List<String> values = new ArrayList<>();
        service.find(key)
                .ifPresent(tree -> reading.textOrTexts(tree, service.path(key))
                        .forEach(item -> reading.parse(item.text(), item.line(), item.path(), form)
                                .ifPresent(values::add)));
        return values;
    }

    /** {@code name=address} or {@code name:address}, in a list, or a map. */
    private List<String> extraHosts() {
        List<String> hosts = new ArrayList<>();
        Optional<Tree> tree = service.find("extra_hosts");
        List<Reading.Pair> pairs = tree.map(it -> reading.pairs(it, service.path("extra_hosts"), "=:"))
                .orElse(List.of());
        for (Reading.Pair pair : pairs) {
            Reading.Item value = pair.value();
            Text name = new Text(pair.name(), Text.State.KNOWN);
            Optional<String> host = reading.parse(name, value.line(), value.path(), DOMAIN);
            Optional<String> address = reading.parse(value.text(), value.line(), value.path(), ADDRESS);
            host.ifPresent(known -> address.ifPresent(at -> hosts.add(known + ":" + at)));
        }
        return hosts;
    }

    private SortedMap<String, String> sysctls() {
        SortedMap<String, String> values = new TreeMap<>();
        Optional<Tree> tree = service.find("sysctls");
        List<Reading.Pair> pairs =
                tree.map(it -> reading.pairs(it, service.path("sysctls"), "=")).orElse(List.of());
        for (Reading.Pair pair : pairs) {
            Reading.Item value = pair.value();
            if (!Sysctls.isSafe(pair.name())) {
                reading.remarks().unsupported(value.line(), value.path(), pair.name(), Sysctls.EXPECTED);
            } else {
                reading.parse(value.text(), value.line(), value.path(), Sysctls.VALUE)
                        .ifPresent(text -> values.put(pair.name(), text));
            }
        }
        return values;
    }

    private static Form<String> matching(Pattern pattern, String expected) {
        Function<String, Optional<String>> reader =
                text -> pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        return new Form<>(reader, expected);
    }
}
