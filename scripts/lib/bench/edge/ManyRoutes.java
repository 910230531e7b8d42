import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.edge.Availability;
import org.tenantry.gateway.edge.Edge;
import org.tenantry.gateway.edge.EdgeSettings;
import org.tenantry.gateway.edge.Route;
import org.tenantry.gateway.edge.RouteRules;
import org.tenantry.gateway.edge.RouteTable;
import org.tenantry.gateway.edge.admission.Allowance;

/**
 * The edge alone, with as many routes as are asked for; every one has objects of its own all the way down, as routes have that
 * agents reported. A number on standard input is how many routes shall change in each second from then on, in turns: another
 * term takes an instance over, so that connections to it retire; a host comes; it goes again. The first host stays as it is.
 * The end of the input ends the program.
 *
 * <p>{@code java -cp gateway.jar ManyRoutes.java PORT ACCESS_LOG ROUTES PORT_OF_THE_APPLICATION DOMAIN}
 */
final class ManyRoutes {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Allowance ENOUGH = new Allowance(1_000_000, 1_000_000, 1_000_000, 1_000_000);

    /** One client is all the load there is, and none of it is to be refused. */
    private static final RouteRules RULES =
            RouteRules.standard().withTenant(ENOUGH).withClient(ENOUGH);

    private final RouteTable table = new RouteTable();
    private final Random random = new Random(1);
    private final Map<Integer, Integer> terms = new HashMap<>();
    private final int count;
    private final int application;
    private final String domain;
    private volatile int changesPerSecond;

    private ManyRoutes(int count, int application, String domain) {
        this.count = count;
        this.application = application;
        this.domain = domain;
    }

    public static void main(String[] words) throws IOException {
        ManyRoutes routes = new ManyRoutes(Integer.parseInt(words[2]), Integer.parseInt(words[3]), words[4]);
        for (int i = 0; i < routes.count; i++) {
            routes.table.put(routes.route(i, 1));
        }
        EdgeSettings settings = EdgeSettings.on("127.0.0.1", Integer.parseInt(words[0]))
                .withEventLoops(1)
                .withAccessLog(Path.of(words[1]));
        Edge.start(settings, routes.table, InstantSource.system(), new Ids(new SecureRandom()));
        Thread.ofPlatform().daemon().start(routes::change);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            routes.changesPerSecond = Integer.parseInt(line);
        }
    }

    /** Evenly, and late ones at once. */
    private void change() {
        long due = System.nanoTime();
        for (int turn = 0; true; ) {
            int each = changesPerSecond;
            if (each == 0 || System.nanoTime() < due) {
                LockSupport.parkNanos(500_000);
                due = each == 0 ? System.nanoTime() : due;
                continue;
            }
            changeOne(turn++);
            due += 1_000_000_000L / each;
        }
    }

    private void changeOne(int turn) {
        int added = count + turn / 3;
        switch (turn % 3) {
            case 0 -> {
                int number = 1 + random.nextInt(count - 1);
                table.put(route(number, terms.merge(number, 2, (before, two) -> before + 1)));
            }
            case 1 -> table.put(route(added, 1));
            default -> table.remove(host(added), instance(added));
        }
    }

    private Route route(int number, int term) {
        InstanceId instance = instance(number);
        Endpoint endpoint = new Endpoint(
                new NodeId("n-" + letters(number / 1000)),
                new Term(1, term),
                instance,
                new ReplicaKey(new ServiceName(new String("web")), 1),
                new String("127.0.0.1"),
                application,
                new String("lo"));
        List<Endpoint> endpoints = new ArrayList<>(List.of(endpoint));
        TenantId tenant = new TenantId("t-" + letters(number));
        return new Route(host(number), instance, tenant, new Availability.Serving(endpoints)).withRules(RULES);
    }

    private CanonicalHost host(int number) {
        return new CanonicalHost("t" + number + "." + domain);
    }

    private static InstanceId instance(int number) {
        return new InstanceId("i-" + letters(number));
    }

    private static String letters(int number) {
        char[] text = new char[12];
        int rest = number;
        for (int i = text.length - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt(rest % 32);
            rest /= 32;
        }
        return new String(text);
    }
}
