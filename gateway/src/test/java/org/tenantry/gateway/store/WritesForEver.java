package org.tenantry.gateway.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tenantry.common.secret.Secret;

/** A process that writes tenants one after another and prints the id of each one that is committed. */
final class WritesForEver {
    private static final Pattern LINE = Pattern.compile("kept (t-[a-z2-7]{12})\\.");

    private WritesForEver() {}

    static Process start(StoreSettings settings, int round) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WritesForEver.class.getName(),
                Integer.toString(round)));
        command.add(
                switch (settings.location()) {
                    case StoreSettings.Location.Sqlite(var file) -> file.toString();
                    case StoreSettings.Location.Postgres(var url, var _, var _) -> url;
                });
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The round, which makes ids differ, and where the store is. */
    public static void main(String[] arguments) {
        long round = Long.parseLong(arguments[0]);
        Rows rows = new Rows(round);
        try (Store store = StoreContract.open(settings(arguments[1]), StoreContract.KEY)) {
            for (int i = 0; i < 5_000; i++) {
                TenantRow row = rows.tenant("tenant-" + round + "-" + i);
                store.write(writing -> writing.tenants().insert(row));
                System.out.print("kept " + row.id() + ".\n");
            }
        }
    }

    /** The id that a whole line of its output tells. */
    static Optional<String> acknowledged(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static StoreSettings settings(String location) {
        return location.startsWith("jdbc:")
                ? StoreSettings.postgres(
                        location, PostgresDatabase.variable("_USER"), Secret.of(PostgresDatabase.variable("_PASSWORD")))
                : StoreSettings.sqlite(Path.of(location));
    }
}
