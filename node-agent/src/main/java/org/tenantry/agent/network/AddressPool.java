package org.tenantry.agent.network;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;

/**
 * Hands out small blocks of a large one. The engine's own pools end at 31 networks; a /12 in blocks of /26 has 16,384. Pure:
 * what is in use is told each time, so nothing is kept that could be wrong after a restart.
 *
 * @param range what blocks are taken from
 * @param prefix the size of each block, of which the bridge takes one address
 */
public record AddressPool(Subnet range, int prefix) {
    private static final int SMALLEST = 29;

    public AddressPool {
        if (prefix < range.prefix() || prefix > SMALLEST) {
            throw TenantryException.invalid(
                    "network prefix", Integer.toString(prefix), range.prefix() + " to " + SMALLEST);
        }
    }

    /** Blocks of 61 containers and the bridge, from 10.208.0.0/12. */
    public static AddressPool usual() {
        return new AddressPool(Subnet.parse("10.208.0.0/12"), 26);
    }

    /**
     * The next block after the last one, around the end of the range, that touches nothing in use. Going on and not back
     * keeps addresses from being used again soon.
     */
    public Optional<Subnet> next(Collection<Subnet> used, Optional<Subnet> last) {
        List<Subnet> taken = used.stream().filter(range::overlaps).sorted().toList();
        long from = last.filter(range::overlaps).map(block -> block.last() + 1).orElse(range.first());
        return between(from, range.last(), taken).or(() -> between(range.first(), from - 1, taken));
    }

    /** The first free block that begins within these bounds. */
    private Optional<Subnet> between(long from, long to, List<Subnet> taken) {
        long candidate = aligned(from);
        for (Subnet block : taken) {
            if (block.last() >= candidate && block.first() <= candidate + Subnet.size(prefix) - 1) {
                candidate = aligned(block.last() + 1);
            }
        }
        return candidate <= to && candidate + Subnet.size(prefix) - 1 <= range.last()
                ? Optional.of(new Subnet(candidate, prefix))
                : Optional.empty();
    }

    private long aligned(long address) {
        long size = Subnet.size(prefix);
        return (address + size - 1) / size * size;
    }
}
