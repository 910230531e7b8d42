package org.tenantry.gateway.templates.compose;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.ServiceForm;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads one service. */
final class ServiceReader {
    /** Stands for an image whose name a parameter decides. */
    private static final ImageRef OPEN = ImageRef.named("open");

    private static final Pattern USER =
            Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,31}(:[a-zA-Z0-9_][a-zA-Z0-9._-]{0,31})?");
    private static final Pattern SIGNAL = Pattern.compile("(SIG)?[A-Z][A-Z0-9+-]{0,15}|[1-9][0-9]?");
    private static final Form<ImageRef> IMAGE =
            Form.word(ImageRef::named, "a reference such as registry.example.org/name:tag");
    private static final Form<String> USER_FORM = matching(USER, "a user, or user:group, by names or numbers");
    private static final Form<String> SIGNAL_FORM = matching(SIGNAL, "a signal such as SIGTERM");
    private static final Form<String> DIRECTORY = matching(Pattern.compile("/.*", Pattern.DOTALL), "an absolute path");
    private static final Form<Duration> DURATION = new Form<>(Quantities::duration, Quantities.DURATION);
    private static final Form<Boolean> TRUTH = new Form<>(Quantities::truth, "true or false");

    private final Reading reading;
    private final ServiceName name;
    private final String path;

    ServiceReader(Reading reading, ServiceName name) {
        this.reading = reading;
        this.name = name;
        this.path = "services." + name;
    }

    /** The service; empty where it isn't a map. */
    Optional<ServiceDefinition> read(Tree.Entry entry) {
        return reading.remarks()
                .mapping(entry.value(), path)
                .map(map -> read(ComposeKeys.SERVICE.read(map, path, reading.remarks()), entry.line()));
    }

    private ServiceDefinition read(Section service, int line) {
        Deploy deploy = Deploy.read(service, reading);
        return new ServiceDefinition(
                name,
                line,
                form(service, line, deploy),
                deploy.replicas(),
                new Dependencies(reading, name).read(service),
                new Health(reading).read(service),
                deploy.restart());
    }

    private ServiceForm form(Section service, int line, Deploy deploy) {
        return new ServiceForm(
                image(service, line),
                command(service, "entrypoint"),
                command(service, "command"),
                new Environment(reading).read(service),
                one(service, "user", USER_FORM),
                one(service, "working_dir", DIRECTORY),
                one(service, "init", TRUTH).orElse(false),
                one(service, "stop_grace_period", DURATION),
                one(service, "stop_signal", SIGNAL_FORM),
                new Mounts(reading).read(service),
                new Networks(reading).read(service),
                deploy.limits(),
                Optional.of(OptionsReader.read(service, reading)));
    }

    private ImageRef image(Section service, int line) {
        if (service.find("image").isEmpty()) {
            reading.remarks().invalid(line, path + ".image", "none", "an image");
        }
        return one(service, "image", IMAGE).orElse(OPEN);
    }

    private <T> Optional<T> one(Section service, String key, Form<T> form) {
        return service.find(key).flatMap(tree -> reading.parse(tree, service.path(key), form));
    }

    /** Nothing leaves the image's; an empty list or text clears it, as Compose has it. */
    private Optional<List<String>> command(Section service, String key) {
        Optional<Tree> tree = service.find(key).filter(it -> !(it instanceof Tree.Scalar scalar && scalar.isNothing()));
        return tree.map(it -> switch (it) {
            case Tree.Scalar scalar -> words(scalar, service.path(key));
            default ->
                reading.texts(it, service.path(key)).stream()
                        .map(item -> item.text().value())
                        .toList();
        });
    }

    private List<String> words(Tree.Scalar scalar, String at) {
        Optional<List<String>> words = ShellWords.split(scalar.text());
        if (words.isEmpty()) {
            reading.remarks().invalid(scalar.line(), at, scalar.text(), "words with every quote closed");
        }
        return words.orElse(List.of()).stream()
                .flatMap(word -> reading.open(word, scalar.line(), at).stream())
                .map(Text::value)
                .toList();
    }

    private static Form<String> matching(Pattern pattern, String expected) {
        Function<String, Optional<String>> reader =
                text -> pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        return new Form<>(reader, expected);
    }
}
