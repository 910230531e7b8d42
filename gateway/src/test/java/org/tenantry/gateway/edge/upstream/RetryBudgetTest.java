package org.tenantry.gateway.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    @Test
    void repeatsOneRequestInTenOnceTheReserveIsUsedUp() {
        RetryBudget budget = new RetryBudget();
        int reserve = 0;
        while (budget.spend()) {
            reserve++;
        }
        int repeated = 0;
        for (int i = 0; i < 1000; i++) {
            budget.earn();
            repeated += budget.spend() ? 1 : 0;
        }

        assertThat(reserve).isEqualTo(20);
        assertThat(repeated).isEqualTo(100);
    }
}
