package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** What a caller is told who may not do something. */
final class Refusal {
    private final TenantryException told;

    private Refusal(TenantryException told) {
        this.told = told;
    }

    static Refusal of(ThrowingCallable work) {
        Throwable thrown = catchThrowable(work);
        assertThat(thrown).isInstanceOf(TenantryException.class);
        return new Refusal((TenantryException) thrown);
    }

    Refusal is(ErrorCode code) {
        assertThat(told.code()).as(told.message()).isEqualTo(code);
        return this;
    }

    Refusal is(ErrorCode code, String field) {
        assertThat(told.field()).as(told.message()).contains(field);
        return is(code);
    }

    Refusal says(String text) {
        assertThat(told.message()).contains(text);
        return this;
    }
}
