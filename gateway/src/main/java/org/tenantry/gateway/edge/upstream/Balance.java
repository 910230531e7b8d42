package org.tenantry.gateway.edge.upstream;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Decides which endpoint takes a request: of two that were drawn, the one that has less to do. That is close to the best of
 * all, and never sends everybody to the same one (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing",
 * 2001).
 */
public final class Balance {
    private Balance() {}

    /**
     * The index of the one that is asked next.
     *
     * @param tried a bit for each that was asked already, lowest first; at least one of the first 64 was not
     */
    public static int next(List<Standing> all, long tried, long now, RandomGenerator random) {
        long open = open(all, tried, now);
        int one = draw(open, random);
        long others = open & ~(1L << one);
        if (others == 0) {
            return one;
        }
        int other = draw(others, random);
        return all.get(other).load(now) < all.get(one).load(now) ? other : one;
    }

    /** Those that may be asked; where all of them are left out, that helps nobody and all may be. */
    private static long open(List<Standing> all, long tried, long now) {
        long untried = 0;
        long present = 0;
        for (int i = 0; i < Math.min(all.size(), Long.SIZE); i++) {
            long bit = 1L << i;
            if ((tried & bit) == 0) {
                untried |= bit;
                present |= all.get(i).isAbsent(now) ? 0 : bit;
            }
        }
        return present != 0 ? present : untried;
    }

    private static int draw(long bits, RandomGenerator random) {
        long left = bits;
        for (int skip = random.nextInt(Long.bitCount(bits)); skip > 0; skip--) {
            left &= left - 1;
        }
        return Long.numberOfTrailingZeros(left);
    }
}
