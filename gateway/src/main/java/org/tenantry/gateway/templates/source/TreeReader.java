package org.tenantry.gateway.templates.source;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.error.ErrorCode;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML that anybody may have written: nothing is constructed but the tree, and size, depth and expansion are bounded,
 * so that a file of a few lines can't take a gateway's memory or time.
 */
public final class TreeReader {
    /** The most that a text may measure, in bytes of UTF-8. */
    public static final int MOST_BYTES = 256 * 1024;

    private static final int DEEPEST = 40;
    private static final int MOST_ALIASES = 500;

    private TreeReader() {}

    /** The text's one document; empty, with a problem remarked, where it isn't one within the limits. */
    public static Optional<Tree> read(String text, Remarks remarks) {
        if (text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            String came = text.length() + " characters";
            remarks.problem(ErrorCode.TOO_LARGE, 0, "", came, "at most " + MOST_BYTES + " bytes");
            return Optional.empty();
        }
        return compose(text, remarks).map(node -> new TreeBuilder(remarks).build(node));
    }

    private static Optional<Node> compose(String text, Remarks remarks) {
        LoaderOptions options = options();
        try {
            Node node = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
                    .getSingleNode();
            if (node == null) {
                remarks.malformed(0, 0, "nothing", "a YAML document");
            }
            return Optional.ofNullable(node);
        } catch (MarkedYAMLException notYaml) {
            Optional<Mark> mark = Optional.ofNullable(notYaml.getProblemMark());
            int line = mark.map(Mark::getLine).orElse(-1) + 1;
            int column = mark.map(Mark::getColumn).orElse(-1) + 1;
            remarks.malformed(line, column, said(notYaml.getProblem()), "YAML");
        } catch (YAMLException beyondLimits) {
            remarks.malformed(0, 0, said(beyondLimits.getMessage()), "YAML within the limits");
        }
        return Optional.empty();
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(MOST_BYTES);
        options.setProcessComments(false);
        return options;
    }

    private static String said(@Nullable String message) {
        return message == null ? "something else" : message.lines().findFirst().orElse("");
    }
}
