package io.patchbay.itests.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** nginx as a plain reverse proxy: kept-alive connections on both sides, nothing buffered, nothing logged. */
final class Nginx {
    static final String INSTALL = "apt-get update && apt-get install -y nginx-light";

    private Nginx() {}

    /** The program, on the path or where Debian puts it. */
    static Optional<Path> binary() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Writes the configuration and returns the command that serves with it in the foreground. */
    static List<String> command(Path binary, Path directory, int port, int mockPort) throws IOException {
        Path home = Files.createDirectories(directory.resolve("nginx"));
        Path file = Files.writeString(home.resolve("nginx.conf"), configuration(home, port, mockPort));
        return List.of(binary.toString(), "-p", home.toString(), "-c", file.toString());
    }

    private static String configuration(Path home, int port, int mockPort) {
        // without it, nginx that is started by root turns into a user who may not enter our directory
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        return """
                %1$s
                daemon off;
                worker_processes auto;
                worker_rlimit_nofile 20000;
                pid %2$s/nginx.pid;
                error_log stderr error;
                events {
                    worker_connections 10000;
                }
                http {
                    access_log off;
                    tcp_nodelay on;
                    keepalive_timeout 300s;
                    keepalive_requests 1000000000;
                    client_body_temp_path %2$s/body;
                    proxy_temp_path %2$s/proxy;
                    fastcgi_temp_path %2$s/fastcgi;
                    uwsgi_temp_path %2$s/uwsgi;
                    scgi_temp_path %2$s/scgi;
                    upstream mock {
                        server 127.0.0.1:%4$d;
                        keepalive 1024;
                        keepalive_timeout 300s;
                        keepalive_requests 1000000000;
                    }
                    server {
                        listen 127.0.0.1:%3$d backlog=4096;
                        location / {
                            proxy_pass http://mock;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            proxy_buffering off;
                            proxy_read_timeout 300s;
                        }
                    }
                }
                """.formatted(user, home, port, mockPort);
    }
}
