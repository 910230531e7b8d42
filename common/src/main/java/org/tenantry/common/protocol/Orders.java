package org.tenantry.common.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.tenantry.common.node.Term;

/**
 * The whole set of verdicts for one node: what is placed there, what is to be removed there, and everything else that the
 * agent said it holds. An agent refuses a set of an older term.
 */
public record Orders(Term term, List<Order> orders) {
    public Orders {
        orders = orders.stream().sorted(Comparator.comparing(Order::instance)).toList();
    }

    /** Equal for equal sets: how two sides notice in a beat that they differ. */
    public String digest() {
        MessageDigest sha = sha256();
        for (Order order : orders) {
            String line = order.instance() + " " + order.term() + " " + order.version() + " "
                    + order.verdict().word() + "\n";
            sha.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha.digest(), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
