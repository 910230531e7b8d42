package org.tenantry.gateway.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A proxy in front of two tenants' services: ours, or one that others wrote, set up as its manual has it. */
final class Peer implements AutoCloseable {
    static final List<String> NAMES = List.of("tenantry", "nginx", "haproxy", "h2o");

    final Origin acme = Origin.saying("acme");
    final Origin globex = Origin.saying("globex");
    final int port;
    final int port2;
    private final List<AutoCloseable> closing = new ArrayList<>();

    /**
     * @param directory where it may write
     */
    Peer(String name, Path directory) throws Exception {
        if (name.equals("tenantry")) {
            EdgeWorld world = Http2Test.world().acme(acme);
            world.routes.put(EdgeWorld.globex(EdgeWorld.GLOBEX_HOST, globex.port()));
            closing.add(world);
            port = world.edge.port();
            port2 = port;
        } else {
            port = free();
            port2 = free();
            Files.createDirectories(directory.resolve("empty"));
            Files.writeString(directory.resolve("conf"), configuration(name));
            closing.add(started(directory, command(name, directory)));
        }
    }

    private static int free() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return any.getLocalPort();
        }
    }

    private AutoCloseable started(Path directory, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        EdgeWorld.eventually(command + " answers", () -> answers(port) && answers(port2));
        return () -> {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
        };
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static List<String> command(String name, Path directory) {
        return switch (name) {
            case "nginx" -> List.of("nginx", "-p", directory.toString(), "-c", "conf", "-e", "errors");
            case "haproxy" -> List.of("haproxy", "-db", "-f", "conf");
            default -> List.of("h2o", "-c", "conf");
        };
    }

    private String configuration(String name) {
        String form = switch (name) {
            case "nginx" -> NGINX;
            case "haproxy" -> HAPROXY;
            default -> H2O;
        };
        return form.replace("PORT2", String.valueOf(port2))
                .replace("PORT", String.valueOf(port))
                .replace("ACME", String.valueOf(acme.port()))
                .replace("GLOBEX", String.valueOf(globex.port()));
    }

    private static final String NGINX = """
            daemon off; master_process off; pid pid;
            events {}
            http {
              access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header Connection "";
              proxy_buffering off; proxy_request_buffering off;
              server { listen 127.0.0.1:PORT default_server; listen 127.0.0.1:PORT2 http2 default_server; return 421; }
              server { listen 127.0.0.1:PORT; listen 127.0.0.1:PORT2 http2; server_name acme.test;
                location / { proxy_pass http://127.0.0.1:ACME; } }
              server { listen 127.0.0.1:PORT; listen 127.0.0.1:PORT2 http2; server_name globex.test;
                location / { proxy_pass http://127.0.0.1:GLOBEX; } }
            }
            """;

    private static final String HAPROXY = """
            defaults
              mode http
              timeout connect 2s
              timeout client 10s
              timeout server 10s
              timeout http-request 2s
            frontend edge
              bind 127.0.0.1:PORT
              bind 127.0.0.1:PORT2 proto h2
              acl acme req.hdr(host),field(1,:) -i acme.test
              acl globex req.hdr(host),field(1,:) -i globex.test
              http-request deny deny_status 421 if !acme !globex
              use_backend acme if acme
              use_backend globex if globex
            backend acme
              server one 127.0.0.1:ACME
            backend globex
              server one 127.0.0.1:GLOBEX
            """;

    private static final String H2O = """
            user: root
            num-threads: 1
            listen: {host: 127.0.0.1, port: PORT}
            listen: {host: 127.0.0.1, port: PORT2}
            proxy.preserve-host: ON
            hosts:
              "nobody.invalid":
                paths: {"/": {file.dir: empty}}
              "acme.test":
                paths: {"/": {proxy.reverse.url: "http://127.0.0.1:ACME/"}}
              "globex.test":
                paths: {"/": {proxy.reverse.url: "http://127.0.0.1:GLOBEX/"}}
            """;

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : closing) {
            one.close();
        }
        acme.close();
        globex.close();
    }
}
