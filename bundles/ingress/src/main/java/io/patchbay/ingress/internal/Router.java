package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint of which dialect a request is for. Immutable: made anew when a dialect comes or goes.
 */
final class Router {
    static final Router EMPTY = new Router(List.of(), List.of());

    private final List<Served> dialects;
    /** By method and path. */
    private final Map<String, Map<String, Owners>> literals = new HashMap<>();
    /** The most literal first. */
    private final List<Owners> templates;
    private final List<Route> routes = new ArrayList<>();
    private final List<Awaited> awaited = new ArrayList<>(0);

    /** An endpoint of a dialect that is waited for. */
    private record Awaited(String method, PathTemplate template, Window window) {}

    /**
     * A router.
     *
     * @param dialects the one that matters most first
     * @param expected dialects that are waited for
     */
    Router(List<Served> dialects, List<Expected> expected) {
        this.dialects = List.copyOf(dialects);
        Map<Endpoint, Owners> all = new LinkedHashMap<>();
        for (Served dialect : dialects) {
            for (Endpoint endpoint : dialect.endpoints()) {
                Route route = Route.of(dialect, endpoint);
                routes.add(route);
                all.computeIfAbsent(Owners.key(endpoint), _ -> new Owners(new ArrayList<>(1))).add(route);
            }
        }
        templates = all.values().stream().filter(owners -> !owners.first().template().literal())
                .sorted(Comparator.comparingInt((Owners owners) -> owners.first().template().literalLength())
                        .reversed())
                .toList();
        all.forEach((key, owners) -> {
            if (owners.first().template().literal()) {
                literals.computeIfAbsent(key.method(), _ -> new HashMap<>()).put(key.path(), owners);
            }
        });
        for (Expected dialect : expected) {
            dialect.endpoints().forEach(endpoint -> awaited.add(
                    new Awaited(endpoint.method(), new PathTemplate(endpoint.path()), dialect.window())));
        }
        awaited.sort(Comparator.comparingInt((Awaited endpoint) -> endpoint.template().literalLength()).reversed());
    }

    /**
     * Looks a request up; HEAD is served by what serves GET.
     *
     * @param speaks whether the client seems to speak a dialect: decides between those that have the same endpoint, of
     *     which else the first one serves
     */
    Match match(String method, String path, Predicate<Served> speaks) {
        String served = method.equals("HEAD") ? "GET" : method;
        Owners literal = literals.getOrDefault(served, Map.of()).get(path);
        Match.Found found = literal != null
                ? new Match.Found(literal.choose(speaks), Map.of())
                : byTemplate(served, path, speaks);
        for (Awaited endpoint : awaited) {
            if (endpoint.method().equals(served) && endpoint.template().match(path).isPresent()
                    && (found == null || found.route().template().literalLength() <= endpoint.template()
                            .literalLength())) {
                return new Match.Replaced(endpoint.window());
            }
        }
        return found != null ? found : unserved(path);
    }

    private Match.@Nullable Found byTemplate(String method, String path, Predicate<Served> speaks) {
        for (Owners owners : templates) {
            if (owners.first().endpoint().method().equals(method)
                    && owners.first().template().match(path).isPresent()) {
                Route route = owners.choose(speaks);
                return new Match.Found(route, route.template().match(path).orElseThrow());
            }
        }
        return null;
    }

    private Match unserved(String path) {
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.template().match(path).isPresent()) {
                methods.add(route.endpoint().method());
            }
        }
        if (methods.isEmpty()) {
            return new Match.Unknown();
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return new Match.OtherMethod(String.join(", ", methods));
    }

    /** The dialect that a client on this path probably speaks; empty where there is no dialect at all. */
    Optional<Served> nearest(@Nullable String path) {
        Served nearest = null;
        int longest = 0;
        for (Route route : routes) {
            int shared = path == null ? 0 : route.template().shared(path);
            if (shared > longest) {
                longest = shared;
                nearest = route.served();
            }
        }
        return nearest != null ? Optional.of(nearest) : dialects.stream().findFirst();
    }

    /** What became of looking a request up. */
    sealed interface Match {
        /**
         * It has an endpoint.
         *
         * @param route the endpoint
         * @param parameters what stands for the names in its path
         */
        record Found(Route route, Map<String, String> parameters) implements Match {
            /**
             * The exchange of a request to it.
             *
             * @throws GatewayException where the dialect finds the request wrong
             */
            Exchange exchange(String id, Caller caller, Instant startedAt, String query, Headers headers, Bytes body) {
                WireRequest scanned = route.dialect()
                        .scan(new RawRequest(route.endpoint(), parameters, query, headers, body));
                return Exchange.of(id, caller, startedAt, scanned, route.reader());
            }
        }

        /**
         * The path is served, but not with this method.
         *
         * @param allow the methods that it is served with, as in the header of that name
         */
        record OtherMethod(String allow) implements Match {}

        /**
         * It had an endpoint, and may have one again.
         *
         * @param window how long that is waited for
         */
        record Replaced(Window window) implements Match {}

        /** There is nothing at the path. */
        record Unknown() implements Match {}
    }

    /**
     * One endpoint of one dialect or, where clients of several look for theirs at the same place, of several.
     *
     * @param routes the one that matters most first; at least one
     */
    private record Owners(List<Route> routes) {
        /** The same for all endpoints that take the same requests, whatever they call what stands in the path. */
        static Endpoint key(Endpoint endpoint) {
            return new Endpoint(endpoint.method(), endpoint.path().replaceAll("\\{\\w+", "{"), Operation.CHAT);
        }

        void add(Route route) {
            routes.add(route);
        }

        Route first() {
            return routes.getFirst();
        }

        Route choose(Predicate<Served> speaks) {
            return routes.size() == 1
                    ? first()
                    : routes.stream().filter(route -> speaks.test(route.served())).findFirst().orElse(first());
        }
    }

    /**
     * One endpoint.
     *
     * @param served whose it is
     * @param endpoint what it is
     * @param template its path
     * @param reader binds a request to it
     */
    record Route(Served served, Endpoint endpoint, PathTemplate template, Function<WireRequest, ChatRequest> reader) {
        static Route of(Served served, Endpoint endpoint) {
            return new Route(served, endpoint, new PathTemplate(endpoint.path()),
                    endpoint.operation().equals(Operation.CHAT) && served.dialect() instanceof ChatCodec codec
                            ? codec::readRequest
                            : Route::noChat);
        }

        Dialect dialect() {
            return served.dialect();
        }

        private static ChatRequest noChat(WireRequest request) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST,
                    "A request for " + request.operation().name() + " in the dialect " + request.dialect()
                            + " cannot be read as a chat request.");
        }
    }
}
