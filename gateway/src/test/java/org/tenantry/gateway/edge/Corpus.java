package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Bytes as lines of text, ISO 8859-1 with \r \n \t \\ and \xHH; a fuzzer wants each of them in a file of its own. */
public final class Corpus {
    private Corpus() {}

    /** The lines of a file beside this class that are no comments. */
    static List<String> lines(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(file), file)) {
            return inputs(new String(in.readAllBytes(), ISO_8859_1));
        }
    }

    private static List<String> inputs(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'r' -> bytes.write('\r');
                case 'n' -> bytes.write('\n');
                case 't' -> bytes.write('\t');
                case 'x' -> {
                    bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
                    i += 2;
                }
                default -> bytes.write(escaped);
            }
        }
        return bytes.toByteArray();
    }

    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte one : bytes) {
            switch (one) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\\' -> text.append("\\\\");
                default -> {
                    boolean plain = one > 0x20 && one < 0x7f && (one != '#' || !text.isEmpty());
                    boolean inside = one == ' ' && !text.isEmpty();
                    text.append(plain || inside ? String.valueOf((char) one) : "\\x%02x".formatted(one & 0xff));
                }
            }
        }
        return text.toString();
    }

    /** {@code unpack FILE DIRECTORY}, or {@code pack DIRECTORY FILE}, which adds what the file lacks: what scripts/conformance fuzz does before and after. */
    public static void main(String... words) throws IOException {
        Path from = Path.of(words[1]);
        Path to = Path.of(words[2]);
        if (words[0].equals("unpack")) {
            unpack(from, to);
        } else {
            pack(from, to);
        }
    }

    private static void unpack(Path file, Path directory) throws IOException {
        Files.createDirectories(directory);
        int number = 0;
        for (String line : inputs(Files.readString(file, ISO_8859_1))) {
            // The corpus of requests has two columns before the bytes.
            String last = file.endsWith("requests.txt") ? line.split(" \\| ", 3)[2] : line;
            Files.write(directory.resolve("%s-%04d".formatted(file.getFileName(), number++)), bytes(last));
        }
    }

    private static void pack(Path directory, Path file) throws IOException {
        Set<String> lines = new LinkedHashSet<>(Files.readAllLines(file, ISO_8859_1));
        TreeSet<String> found = new TreeSet<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path one : all.toList()) {
                found.add(text(Files.readAllBytes(one)));
            }
        }
        found.remove("");
        lines.addAll(found);
        Files.write(file, lines, ISO_8859_1);
    }
}
