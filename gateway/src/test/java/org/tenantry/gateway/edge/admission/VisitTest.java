package org.tenantry.gateway.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.TenantryException;

class VisitTest {
    private static final Allowance ONE = new Allowance(1, 1, 1, 1);

    private final Clients clients = new Clients();
    private final Usage acme = new Usage();
    private final Usage globex = new Usage();

    @Test
    void aConnectionCountsWhereItAskedLast() throws Exception {
        Visit visit = visit("192.0.2.1");
        assertThat(visit.to(acme, 2, 2)).isTrue();
        assertThat(visit.isAt(acme)).isTrue();
        assertThat(visit.to(globex, 2, 2)).isTrue();

        assertThat(acme.connections()).isZero();
        assertThat(globex.connections()).isOne();
        visit.leave();
        assertThat(globex.connections()).isZero();
        visit.leave();
        assertThat(globex.connections()).isZero();
    }

    @Test
    void oneTooManyCountsForNobody() throws Exception {
        assertThat(visit("192.0.2.1").to(acme, 9, 1)).isTrue();
        Visit second = visit("192.0.2.1");
        assertThat(second.to(acme, 9, 1)).isFalse();
        assertThat(acme.connections()).isOne();
        assertThat(second.isAt(acme)).isFalse();
        assertThatThrownBy(second::client).isInstanceOf(IllegalStateException.class);

        assertThat(visit("192.0.2.2").to(acme, 9, 1)).isTrue();
        assertThat(visit("192.0.2.3").to(acme, 2, 1)).isFalse();
        assertThat(acme.connections()).isEqualTo(2);
    }

    @Test
    void clientsAreToldApartByTheirNetworks() throws Exception {
        assertThat(visit("2001:db8:1:1::1").to(acme, 9, 1)).isTrue();
        assertThat(visit("2001:db8:1:1:ffff::2").to(acme, 9, 1)).isFalse();
        assertThat(visit("2001:db8:1:2::1").to(acme, 9, 1)).isTrue();
        assertThat(visit("192.0.2.1").to(acme, 9, 1)).isTrue();
        assertThat(visit("192.0.2.2").to(acme, 9, 1)).isTrue();
    }

    @Test
    void aClientIsForgottenOnlyWhenItHasNothingLeft() throws Exception {
        Visit visit = visit("192.0.2.1");
        assertThat(visit.to(acme, 9, 9)).isTrue();
        Usage client = visit.client();
        assertThat(client.begin(ONE, 0)).isTrue();
        assertThat(client.begin(ONE, 0)).as("one is in flight").isFalse();
        clients.sweep(2_000_000_000L);
        visit.leave();
        clients.sweep(2_000_000_000L);
        assertThat(clients.size()).as("a request is in flight").isOne();

        client.end();
        assertThat(client.begin(ONE, 0)).as("one a second").isFalse();
        clients.sweep(999_999_999L);
        assertThat(clients.size()).as("its rate is not made good").isOne();
        clients.sweep(1_000_000_000L);
        assertThat(clients.size()).isZero();
    }

    @Test
    void aRoomHasBoundsForNumberAndSize() {
        Room room = new Room(100);
        assertThat(room.enter(10, 2, 100)).isTrue();
        assertThat(room.enter(91, 2, 100)).as("too large").isFalse();
        assertThat(room.enter(90, 2, 100)).isTrue();
        assertThat(room.enter(0, 2, 100)).as("too many").isFalse();
        assertThat(room.grow(1, 100)).isFalse();
        room.leave(90);
        assertThat(room.grow(90, 100)).isTrue();
        assertThat(room.requests()).isOne();
        assertThat(room.age(150)).isEqualTo(50);
    }

    @Test
    void refusesAnAllowanceOfNothing() {
        assertThatThrownBy(() -> ONE.withRequests(0))
                .isInstanceOf(TenantryException.class)
                .hasMessageContaining("requests")
                .hasMessageContaining("1 or more");
    }

    private Visit visit(String address) throws Exception {
        return new Visit(clients, ClientAddress.of(InetAddress.getByName(address)));
    }
}
