package org.tenantry.gateway.broken.scheduler;

import java.util.Random;

final class Dice {
    int roll(Random random) {
        return random.nextInt(6);
    }
}
