package org.tenantry.common.bus;

import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Load;
import org.tenantry.common.protocol.AssignmentRequest;
import org.tenantry.common.protocol.Beat;
import org.tenantry.common.protocol.LoadRequest;
import org.tenantry.common.protocol.Nothing;
import org.tenantry.common.protocol.Orders;
import org.tenantry.common.protocol.OrdersRequest;
import org.tenantry.common.protocol.Registration;
import org.tenantry.common.protocol.Report;

/** Everything that an agent and its gateway say to each other over their line. */
public final class AgentCalls {
    /** Agent → gateway: opens the session; the first call on every line, and the only one before there is a session. */
    public static final Rpc<Registration, Registration.Registered> REGISTER =
            new Rpc<>("agent.register", Registration.class, Registration.Registered.class);
    /** Agent → gateway: the session goes on. */
    public static final Rpc<Beat, Beat.Heard> BEAT = new Rpc<>("agent.beat", Beat.class, Beat.Heard.class);
    /** Agent → gateway: what is there. */
    public static final Rpc<Report, Report.Receipt> REPORT =
            new Rpc<>("agent.report", Report.class, Report.Receipt.class);
    /** Agent → gateway: what is to be there. */
    public static final Rpc<OrdersRequest, Orders> ORDERS =
            new Rpc<>("agent.orders", OrdersRequest.class, Orders.class);
    /** Agent → gateway: one instance, whole. */
    public static final Rpc<AssignmentRequest, Assignment> ASSIGNMENT =
            new Rpc<>("agent.assignment", AssignmentRequest.class, Assignment.class);
    /** Agent → gateway: what goes to one of its endpoints, through all gateways; older ones don't know it. */
    public static final Rpc<LoadRequest, Load> LOAD = new Rpc<>("agent.load", LoadRequest.class, Load.class);
    /** Gateway → agent: the verdicts changed. Lost, it costs a beat. */
    public static final Topic<Nothing> ORDERS_CHANGED = new Topic<>("agent.orders-changed", Nothing.class);

    private AgentCalls() {}
}
