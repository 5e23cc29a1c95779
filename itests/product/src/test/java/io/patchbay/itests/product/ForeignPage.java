package io.patchbay.itests.product;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A page of somebody else's, with a form that is sent to the gateway when its button is pressed. */
final class ForeignPage implements AutoCloseable {
    private final HttpServer server;
    private final String host;

    private ForeignPage(HttpServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /** A page on a host, whose form posts these parameters. */
    static ForeignPage posting(String host, String target, String parameters) throws IOException {
        String fields = Arrays.stream(parameters.split("&")).map(parameter -> parameter.split("="))
                .map(parameter -> "<input type=hidden name=%s value=%s>".formatted(parameter[0], parameter[1]))
                .collect(Collectors.joining());
        byte[] page = "<!DOCTYPE html><form method=post action='%s'>%s<button>Win a prize</button></form>"
                .formatted(target, fields).getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("content-type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return new ForeignPage(server, host);
    }

    String url() {
        return "http://" + host + ":" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
