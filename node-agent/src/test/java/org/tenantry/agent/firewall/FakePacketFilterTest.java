package org.tenantry.agent.firewall;

class FakePacketFilterTest extends PacketFilterContract {
    @Override
    PacketFilter filter() {
        return new FakePacketFilter();
    }

    @Override
    String table() {
        return "tenantry_test";
    }
}
