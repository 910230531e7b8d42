package org.tenantry.gateway;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.config.SettingsException;
import org.tenantry.common.error.TenantryException;

/** Starts a gateway: {@code --home DIR}, whose {@code gateway.properties} are its settings. */
public final class GatewayMain {
    /** Refused settings, as in sysexits.h. */
    private static final int CONFIGURATION = 78;

    private static final int USAGE = 64;
    private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);

    private GatewayMain() {}

    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) {
        if (arguments.length != 2 || !arguments[0].equals("--home")) {
            System.err.println("usage: gateway --home DIR");
            System.exit(USAGE);
        }
        run(Path.of(arguments[1]), System.getenv());
    }

    @SuppressWarnings("SystemExitOutsideMain")
    private static void run(Path home, Map<String, String> environment) {
        try {
            Gateway gateway = Gateway.open(GatewaySettings.read(home, environment));
            CountDownLatch ended = closedAtShutdown(gateway);
            gateway.begin();
            ended.await();
        } catch (SettingsException refused) {
            refused.problems().forEach(problem -> System.err.println("gateway: " + problem));
            System.exit(CONFIGURATION);
        } catch (TenantryException refused) {
            System.err.println("gateway: " + refused.message());
            System.exit(CONFIGURATION);
        } catch (InterruptedException e) {
            LOG.info("interrupted");
        }
    }

    /** Comes before the control plane, which may be waited for: the edge is closed in good order then too. */
    private static CountDownLatch closedAtShutdown(Gateway gateway) {
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    gateway.close();
                    ended.countDown();
                }));
        return ended;
    }
}
