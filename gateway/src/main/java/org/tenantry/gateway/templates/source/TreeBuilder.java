package org.tenantry.gateway.templates.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tenantry.common.error.ErrorCode;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns a parser's nodes into a {@link Tree}, written out: an alias is a copy of what it stands for, counted, so that
 * aliases of aliases end at the budget and one that contains itself at the depth.
 */
final class TreeBuilder {
    private static final int MOST_VALUES = 20_000;
    private static final int DEEPEST = 50;
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern NUMBER = Pattern.compile(
            "[-+]?(0x[0-9a-fA-F]+|0o[0-7]+|(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|\\.(inf|Inf|INF))|\\.(nan|NaN|NAN)");

    private final Remarks remarks;
    private int values;
    private boolean spent;

    TreeBuilder(Remarks remarks) {
        this.remarks = remarks;
    }

    Tree build(Node node) {
        return value(node, 0);
    }

    private Tree value(Node node, int depth) {
        int line = line(node);
        if (spent || ++values > MOST_VALUES || depth > DEEPEST) {
            overSpent(line);
            return nothing(line);
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, line);
            case SequenceNode list -> list(list, line, depth);
            case MappingNode map -> map(map, line, depth);
            default -> refusedTag(node, line);
        };
    }

    private Tree scalar(ScalarNode node, int line) {
        Tag tag = node.getTag();
        if (!isPlainTag(tag)) {
            return refusedTag(node, line);
        }
        String text = node.getValue();
        if (node.getScalarStyle() != ScalarStyle.PLAIN || tag.equals(Tag.STR)) {
            return new Tree.Scalar(text, Tree.Scalar.Kind.TEXT, line);
        }
        return new Tree.Scalar(text, kind(text, tag), line);
    }

    /** YAML 1.2's reading of what the parser takes for YAML 1.1: no {@code yes}, no base 60, no dates. */
    private static Tree.Scalar.Kind kind(String text, Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return Tree.Scalar.Kind.NOTHING;
        }
        if (BOOLEAN.matcher(text).matches()) {
            return Tree.Scalar.Kind.BOOLEAN;
        }
        return NUMBER.matcher(text).matches() ? Tree.Scalar.Kind.NUMBER : Tree.Scalar.Kind.TEXT;
    }

    private Tree list(SequenceNode node, int line, int depth) {
        if (!node.getTag().equals(Tag.SEQ)) {
            return refusedTag(node, line);
        }
        List<Tree> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            items.add(value(item, depth + 1));
            if (spent) {
                break;
            }
        }
        return new Tree.Sequence(items, line);
    }

    private Tree map(MappingNode node, int line, int depth) {
        if (!node.getTag().equals(Tag.MAP)) {
            return refusedTag(node, line);
        }
        Map<String, Tree.Entry> own = new LinkedHashMap<>();
        List<Tree> merged = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merged.add(value(tuple.getValueNode(), depth + 1));
            } else {
                entry(tuple, depth, own);
            }
            if (spent) {
                break;
            }
        }
        merged.forEach(source -> merge(source, own));
        return new Tree.Mapping(List.copyOf(own.values()), line);
    }

    private void entry(NodeTuple tuple, int depth, Map<String, Tree.Entry> own) {
        int line = line(tuple.getKeyNode());
        if (!(value(tuple.getKeyNode(), depth + 1) instanceof Tree.Scalar key) || key.isNothing()) {
            malformed(line, "a key that is a list, a map or nothing", "a text as key");
            return;
        }
        Tree.Entry entry = new Tree.Entry(key.text(), line, value(tuple.getValueNode(), depth + 1));
        Tree.Entry first = own.putIfAbsent(key.text(), entry);
        if (first != null) {
            malformed(line, key.text(), "each key once; it is on line " + first.line() + " already");
        }
    }

    /** YAML's merge key: what is there already stays, of several sources the earlier wins. */
    private void merge(Tree source, Map<String, Tree.Entry> own) {
        switch (source) {
            case Tree.Mapping map -> map.entries().forEach(entry -> own.putIfAbsent(entry.key(), entry));
            case Tree.Sequence list
            when list.items().stream().allMatch(Tree.Mapping.class::isInstance) ->
                list.items().forEach(item -> merge(item, own));
            case Tree.Sequence list -> malformed(list.line(), "<<", "a map or a list of maps to merge");
            case Tree.Scalar scalar -> malformed(scalar.line(), "<<", "a map or a list of maps to merge");
        }
    }

    private static boolean isPlainTag(Tag tag) {
        return tag.equals(Tag.STR)
                || tag.equals(Tag.INT)
                || tag.equals(Tag.FLOAT)
                || tag.equals(Tag.BOOL)
                || tag.equals(Tag.NULL)
                || tag.equals(Tag.TIMESTAMP)
                || tag.equals(Tag.MERGE);
    }

    private Tree refusedTag(Node node, int line) {
        malformed(line, "tag " + node.getTag().getValue(), "plain texts, numbers, booleans, lists and maps");
        return nothing(line);
    }

    private void overSpent(int line) {
        if (!spent) {
            spent = true;
            String expected = "at most " + MOST_VALUES + " values, " + DEEPEST + " deep, aliases written out";
            remarks.problem(ErrorCode.TOO_LARGE, line, "", "more", expected);
        }
    }

    private void malformed(int line, String came, String expected) {
        if (spent) {
            return; // what is cut off looks malformed
        }
        remarks.problem(ErrorCode.MALFORMED, line, "", came, expected);
    }

    private static Tree.Scalar nothing(int line) {
        return new Tree.Scalar("", Tree.Scalar.Kind.NOTHING, line);
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }
}
