package io.patchbay.upstream.internal;

import io.patchbay.upstream.ConnectionSettings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Which proxy a client's requests go through: the one that the settings name, or what the environment says.
 *
 * <p>{@code NO_PROXY} lists hosts and ends of host names, {@code *} stands for all; this machine is always reached
 * directly, unless the settings name a proxy.
 */
final class Proxies {
    private final Map<String, String> environment;

    Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Makes a client use the proxies. */
    void apply(ConnectionSettings settings, HttpClient client) {
        settings.proxy().ifPresent(proxy -> add(client, proxy, _ -> true));
        if (settings.proxyOfEnvironment()) {
            for (String scheme : List.of("https", "http")) {
                variable(scheme + "_proxy").map(Proxies::address).ifPresent(proxy -> add(client, proxy,
                        origin -> origin.getScheme().equals(scheme) && !direct(origin.getAddress().getHost())));
            }
        }
    }

    private boolean direct(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]")
                || variable("no_proxy").stream().flatMap(list -> Stream.of(list.split(",", -1)))
                        .map(String::strip)
                        .anyMatch(entry -> entry.equals("*") || under(host, entry));
    }

    private static boolean under(String host, String entry) {
        String domain = entry.startsWith(".") ? entry.substring(1) : entry;
        return !domain.isEmpty() && (host.equalsIgnoreCase(domain)
                || host.toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT)));
    }

    private Optional<String> variable(String lowerCase) {
        return Stream.of(lowerCase, lowerCase.toUpperCase(Locale.ROOT))
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static URI address(String text) {
        return URI.create(text.contains("://") ? text : "http://" + text);
    }

    private static void add(HttpClient client, URI proxy, Predicate<Origin> serves) {
        boolean secure = "https".equals(proxy.getScheme());
        int port = proxy.getPort() > 0 ? proxy.getPort() : secure ? 443 : 80;
        HttpProxy through = new HttpProxy(new Origin.Address(proxy.getHost(), port), secure) {
            @Override
            public boolean matches(Origin origin) {
                return serves.test(origin);
            }
        };
        client.getProxyConfiguration().addProxy(through);
        if (proxy.getUserInfo() != null) {
            String[] credentials = proxy.getUserInfo().split(":", 2);
            client.getAuthenticationStore().addAuthenticationResult(new BasicAuthentication.BasicResult(
                    through.getURI(), HttpHeader.PROXY_AUTHORIZATION, credentials[0],
                    credentials.length > 1 ? credentials[1] : ""));
        }
    }
}
