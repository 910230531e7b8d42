package org.tenantry.gateway;

import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.config.SettingsException;
import org.tenantry.common.error.TenantryException;
import sun.misc.Signal;

/**
 * Starts a gateway: {@code --home DIR}, whose {@code gateway.properties} are its settings. With {@code --take-over} it takes
 * the place of the one that runs from that home, which then ends.
 */
public final class GatewayMain {
    /** Refused settings, as in sysexits.h. */
    private static final int CONFIGURATION = 78;

    private static final int USAGE = 64;
    private static final int SOFTWARE = 70;
    private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);

    private GatewayMain() {}

    public static void main(String[] arguments) {
        boolean takesOver = arguments.length == 3 && arguments[2].equals("--take-over");
        if (!(arguments.length == 2 || takesOver) || !arguments[0].equals("--home")) {
            System.err.println("usage: gateway --home DIR [--take-over]");
            System.exit(USAGE);
        }
        System.exit(run(Path.of(arguments[1]), takesOver, System.getenv()));
    }

    private static int run(Path home, boolean takesOver, Map<String, String> environment) {
        try {
            GatewaySettings settings = GatewaySettings.read(home, environment);
            Gateway gateway = takesOver ? Gateway.takeOver(settings) : Gateway.open(settings);
            closeAtShutdown(gateway);
            outliveHangups();
            gateway.begin();
            gateway.awaitEnd();
            return 0;
        } catch (SettingsException refused) {
            refused.problems().forEach(problem -> System.err.println("gateway: " + problem));
            return CONFIGURATION;
        } catch (TenantryException refused) {
            System.err.println("gateway: " + refused.message());
            return CONFIGURATION;
        } catch (RuntimeException bug) {
            LOG.error("The gateway ends for a fault of its own.", bug);
            return SOFTWARE;
        } catch (InterruptedException e) {
            LOG.info("interrupted");
            return 0;
        }
    }

    /** Log rotation sends them, by which a Java process would end; moved files are noticed without them. */
    private static void outliveHangups() {
        Signal.handle(new Signal("HUP"), hangup -> LOG.debug("asked to open its logs again"));
    }

    /** Comes before the control plane, which may be waited for: the edge is closed in good order then too. */
    private static void closeAtShutdown(Gateway gateway) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(gateway::close));
    }
}
