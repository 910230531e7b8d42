package org.tenantry.gateway.templates.compose;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.gateway.templates.source.Keys;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads a Compose file out of its tree. Run once without an order to check it, and once per rendering with real values. */
public final class ComposeReader {
    private static final int MOST_SERVICES = 100;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");
    private static final Reading.Form<Boolean> TRUTH = new Reading.Form<>(Quantities::truth, "true or false");
    private static final Reading.Form<String> LOCAL = new Reading.Form<>(
            text -> text.equals("local") ? Optional.of(text) : Optional.empty(), "local, the only driver");

    private final Reading reading;

    private ComposeReader(Reading reading) {
        this.reading = reading;
    }

    /** The file with what was remarked on the way; worth something only where no problem was remarked. */
    public static ComposeFile read(Tree tree, Variables variables, Remarks remarks) {
        return read(tree, variables, Beside.NOTHING, remarks);
    }

    /** The same for a file with others beside it. */
    public static ComposeFile read(Tree tree, Variables variables, Beside beside, Remarks remarks) {
        ComposeReader reader = new ComposeReader(new Reading(remarks, variables, beside));
        Section file = remarks.mapping(tree, "")
                .map(map -> ComposeKeys.FILE.read(map, "", remarks))
                .orElseGet(() -> Section.none("", 1));
        return reader.read(file);
    }

    private ComposeFile read(Section file) {
        shared(file, "secrets", reading.secrets());
        shared(file, "configs", reading.configs());
        SortedMap<ServiceName, ServiceDefinition> services = Links.put(services(file), reading);
        SortedMap<String, Boolean> networks = networks(file);
        SortedSet<String> volumes = volumes(file);
        networks.putIfAbsent(Networks.DEFAULT, false);
        ComposeFile compose = new ComposeFile(
                services,
                networks,
                volumes,
                reading.files().contents(),
                new ComposeFile.FileNames(
                        reading.files().named(), reading.files().used()));
        Coherence.check(compose, reading);
        return compose;
    }

    private SortedMap<ServiceName, ServiceDefinition> services(Section file) {
        SortedMap<ServiceName, ServiceDefinition> services = new TreeMap<>();
        Optional<Tree.Mapping> map =
                file.find("services").flatMap(tree -> reading.remarks().mapping(tree, "services"));
        if (map.isEmpty() || map.get().entries().isEmpty()) {
            reading.remarks().invalid(file.line("services"), "services", "none", "at least one service");
            return services;
        }
        if (map.get().entries().size() > MOST_SERVICES) {
            String came = map.get().entries().size() + " services";
            reading.remarks().invalid(file.line("services"), "services", came, "at most " + MOST_SERVICES);
            return services;
        }
        Extension extension = new Extension(reading, map.get());
        for (Tree.Entry entry : new Selection(reading).of(map.get())) {
            String path = "services." + entry.key();
            if (named(entry, path)) {
                ServiceName name = new ServiceName(entry.key());
                new ServiceReader(reading, name)
                        .read(extension.of(entry))
                        .ifPresent(service -> services.put(name, service));
            }
        }
        return services;
    }

    private void shared(Section file, String key, SharedFiles files) {
        for (Tree.Entry entry : declared(file, key)) {
            String path = key + "." + entry.key();
            if (NAME.matcher(entry.key()).matches()) {
                files.declare(entry, path);
            } else {
                named(entry, path);
            }
        }
    }

    private SortedSet<String> volumes(Section file) {
        SortedSet<String> volumes = new TreeSet<>();
        for (Tree.Entry entry : declared(file, "volumes")) {
            String path = "volumes." + entry.key();
            if (named(entry, path)) {
                volumes.add(entry.key());
                Section volume = section(entry, path, ComposeKeys.VOLUME);
                volume.find("driver").ifPresent(driver -> reading.parse(driver, path + ".driver", LOCAL));
            }
        }
        return volumes;
    }

    private SortedMap<String, Boolean> networks(Section file) {
        SortedMap<String, Boolean> networks = new TreeMap<>();
        for (Tree.Entry entry : declared(file, "networks")) {
            String path = "networks." + entry.key();
            if (named(entry, path)) {
                Section network = section(entry, path, ComposeKeys.NETWORK);
                network.find("driver_opts").ifPresent(options -> options(options, path + ".driver_opts"));
                Optional<Boolean> internal =
                        network.find("internal").flatMap(tree -> reading.parse(tree, path + ".internal", TRUTH));
                networks.put(entry.key(), internal.orElse(false));
            }
        }
        return networks;
    }

    private void options(Tree tree, String path) {
        reading.remarks()
                .mapping(tree, path)
                .ifPresent(map -> ComposeKeys.NETWORK_OPTIONS.read(map, path, reading.remarks()));
    }

    private Iterable<Tree.Entry> declared(Section file, String key) {
        Optional<Tree> tree = file.find(key).filter(it -> !isNothing(it));
        return tree.flatMap(it -> reading.remarks().mapping(it, key))
                .map(Tree.Mapping::entries)
                .orElseGet(List::of);
    }

    /** What is declared under a name; nothing there means no wishes. */
    private Section section(Tree.Entry entry, String path, Keys keys) {
        if (isNothing(entry.value())) {
            return Section.none(path, entry.line());
        }
        return reading.remarks()
                .mapping(entry.value(), path)
                .map(map -> keys.read(map, path, reading.remarks()))
                .orElseGet(() -> Section.none(path, entry.line()));
    }

    private boolean named(Tree.Entry entry, String path) {
        boolean valid = NAME.matcher(entry.key()).matches();
        if (valid) {
            reading.remarks().used(entry.line(), path);
        } else {
            reading.remarks().invalid(entry.line(), path, entry.key(), "a name of 1 to 63 of a-z, A-Z, 0-9, . _ -");
        }
        return valid;
    }

    private static boolean isNothing(Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.isNothing();
    }
}
