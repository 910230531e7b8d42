package org.tenantry.gateway.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.gateway.templates.compose.Beside;
import org.tenantry.gateway.templates.compose.ComposeFile;
import org.tenantry.gateway.templates.compose.ComposeReader;
import org.tenantry.gateway.templates.compose.ServiceDefinition;
import org.tenantry.gateway.templates.compose.Variables;
import org.tenantry.gateway.templates.source.FileSet;
import org.tenantry.gateway.templates.source.Finding;
import org.tenantry.gateway.templates.source.Problem;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.TemplateFile;
import org.tenantry.gateway.templates.source.Tree;
import org.tenantry.gateway.templates.source.TreeReader;

/** Reads the two texts that a template consists of. */
public final class TemplateReader {
    /** The names under which problems and findings speak of the two files. */
    public static final String MANIFEST_FILE = "template.yaml";

    public static final String COMPOSE_FILE = "docker-compose.yml";

    private final Remarks ofManifest = new Remarks(MANIFEST_FILE);
    private final Remarks ofCompose = new Remarks(COMPOSE_FILE);

    private final FileSet files;
    private ComposeFile.FileNames names = new ComposeFile.FileNames(new TreeSet<>(), new TreeSet<>());

    private TemplateReader(FileSet files) {
        this.files = files;
    }

    /**
     * Reads a template.
     *
     * @throws org.tenantry.common.error.TenantryException with every problem in its message and the first one's path as its
     *     field, {@code manifest} or {@code compose} where it is about a text as a whole; {@code TOO_LARGE} or {@code MALFORMED} where a text isn't YAML within the limits, {@code UNSUPPORTED} where
     *     everything is understood and something is refused, else {@code INVALID} or {@code UNKNOWN_FIELD}
     */
    public static Template read(String manifestText, String composeText) {
        return read(manifestText, composeText, FileSet.NONE);
    }

    /** The same with files beside the two texts. */
    public static Template read(String manifestText, String composeText, FileSet files) {
        TemplateReader reader = new TemplateReader(files);
        Optional<Template> template = reader.template(manifestText, composeText);
        return template.orElseThrow(() -> Problems.asException(TemplateReader::field, reader.problems()));
    }

    /** The manifest alone, of a template that was taken. */
    static TemplateManifest manifest(String text) {
        Remarks remarks = new Remarks(MANIFEST_FILE);
        return TreeReader.read(text, remarks)
                .flatMap(tree -> ManifestReader.read(tree, remarks))
                .orElseThrow(() -> Problems.asException(TemplateReader::field, remarks.problems()));
    }

    /** Explains every key of both texts; never throws for what they contain. */
    public static TemplateCheck check(String manifestText, String composeText) {
        return check(manifestText, composeText, FileSet.NONE);
    }

    /** The same with files beside the two texts: each of them is explained too. */
    public static TemplateCheck check(String manifestText, String composeText, FileSet files) {
        TemplateReader reader = new TemplateReader(files);
        Optional<Template> template = reader.template(manifestText, composeText);
        List<Finding> findings = new ArrayList<>(reader.ofManifest.findings());
        findings.addAll(reader.ofCompose.findings());
        findings.addAll(reader.ofFiles());
        List<String> named = List.copyOf(reader.names.named());
        return new TemplateCheck(findings, reader.problems(), named, template.map(Template::ref));
    }

    private List<Finding> ofFiles() {
        return files.all().stream().map(this::finding).toList();
    }

    private Finding finding(TemplateFile file) {
        String path = file.path().value();
        return names.used().contains(path)
                ? new Finding(path, 1, "", Finding.Outcome.USED, "")
                : new Finding(path, 1, "", Finding.Outcome.IGNORED, "nothing of the template names it");
    }

    private Optional<Template> template(String manifestText, String composeText) {
        Optional<Tree> manifestTree = TreeReader.read(manifestText, ofManifest);
        Optional<TemplateManifest> manifest = manifestTree.flatMap(tree -> ManifestReader.read(tree, ofManifest));
        Variables variables = manifest.map(TemplateVariables::declared).orElseGet(Variables::anything);
        Optional<Tree> composeTree = TreeReader.read(composeText, ofCompose);
        if (composeTree.isEmpty() || !ofCompose.problems().isEmpty()) {
            return Optional.empty();
        }
        Beside beside = manifest.map(it -> it.choices().with(files))
                .orElseGet(() -> new Beside(Set.of(), Set.of(), Set.of(), Map.of(), files));
        ComposeFile compose = ComposeReader.read(composeTree.get(), variables, beside, ofCompose);
        names = compose.files();
        manifest.ifPresent(it -> answersTheWeb(it, manifestTree.get(), compose));
        return problems().isEmpty() ? manifest.map(it -> new Template(it, composeTree.get(), files)) : Optional.empty();
    }

    private void answersTheWeb(TemplateManifest manifest, Tree tree, ComposeFile compose) {
        ServiceName name = manifest.web().service();
        ServiceDefinition service = compose.services().get(name);
        int line = tree instanceof Tree.Mapping map
                ? map.find("web").map(Tree::line).orElse(0)
                : 0;
        if (service == null) {
            ofManifest.invalid(line, "web.service", name.value(), "a service of " + COMPOSE_FILE);
        } else if (service.replicas() < 1) {
            ofManifest.invalid(line, "web.service", name.value(), "a service with at least one replica");
        }
    }

    private static String field(String file) {
        return file.equals(COMPOSE_FILE) ? "compose" : "manifest";
    }

    private List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(ofManifest.problems());
        problems.addAll(ofCompose.problems());
        return problems;
    }
}
