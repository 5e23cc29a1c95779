package io.patchbay.management.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A server with filters and servlets as on the management plane, and a client that sends what it is told. */
final class HttpPlane {
    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final ServletContextHandler context = new ServletContextHandler();

    /** What came back. */
    record Answer(int status, List<String> headers, String body) {
        List<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ": ";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .toList();
        }
    }

    HttpPlane filter(Filter filter) {
        context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
        return this;
    }

    HttpPlane servlet(Servlet servlet, String... paths) {
        for (String path : paths) {
            ServletHolder holder = new ServletHolder(servlet);
            holder.getRegistration().setMultipartConfig(new MultipartConfigElement(""));
            context.addServlet(holder, path);
        }
        return this;
    }

    HttpPlane start() throws Exception {
        server.setHandler(context);
        server.start();
        return this;
    }

    int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    /** Sends a GET with header lines; the host is 127.0.0.1 unless a line says otherwise. */
    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, new byte[0], headers);
    }

    /** Sends any request. */
    Answer send(String method, String path, byte[] body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(
                method + " " + path + " HTTP/1.1\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n");
        List<String> lines = List.of(headers);
        if (lines.stream().noneMatch(line -> line.startsWith("Host:"))) {
            request.append("Host: 127.0.0.1\r\n");
        }
        lines.forEach(line -> request.append(line).append("\r\n"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
            socket.getOutputStream().write(body);
            String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            int end = all.indexOf("\r\n\r\n");
            List<String> head = all.substring(0, end).lines().toList();
            return new Answer(Integer.parseInt(head.getFirst().substring(9, 12)), head.subList(1, head.size()),
                    all.substring(end + 4));
        }
    }

    void stop() throws Exception {
        server.stop();
    }
}
