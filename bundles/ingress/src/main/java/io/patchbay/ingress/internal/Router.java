package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which endpoint of which dialect a request is for. Immutable: made anew when a dialect comes or goes.
 */
final class Router {
    static final Router EMPTY = new Router(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final List<Dialect> dialects;
    /** By method and path. */
    private final Map<String, Map<String, Route>> literals = new HashMap<>();
    /** The most literal first. */
    private final List<Route> templates = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();

    /**
     * A router.
     *
     * @param dialects the one that matters most first
     */
    Router(List<Dialect> dialects) {
        this.dialects = List.copyOf(dialects);
        Map<Endpoint, Dialect> owners = new HashMap<>();
        for (Dialect dialect : dialects) {
            for (Endpoint endpoint : dialect.endpoints()) {
                Dialect owner = owners.putIfAbsent(new Endpoint(endpoint.method(), endpoint.path(), Operation.CHAT),
                        dialect);
                if (owner == null) {
                    add(Route.of(dialect, endpoint));
                } else {
                    LOG.warn("{} {} is served by the dialect {}; the same endpoint of {} is left out",
                            endpoint.method(), endpoint.path(), owner.name(), dialect.name());
                }
            }
        }
        templates.sort(Comparator.comparingInt((Route route) -> route.template().literalLength()).reversed());
    }

    private void add(Route route) {
        routes.add(route);
        if (route.template().literal()) {
            Endpoint endpoint = route.endpoint();
            literals.computeIfAbsent(endpoint.method(), _ -> new HashMap<>()).put(endpoint.path(), route);
        } else {
            templates.add(route);
        }
    }

    /** Looks a request up; HEAD is served by what serves GET. */
    Match match(String method, String path) {
        String served = method.equals("HEAD") ? "GET" : method;
        Route literal = literals.getOrDefault(served, Map.of()).get(path);
        if (literal != null) {
            return new Match.Found(literal, Map.of());
        }
        for (Route route : templates) {
            if (route.endpoint().method().equals(served)) {
                Optional<Map<String, String>> parameters = route.template().match(path);
                if (parameters.isPresent()) {
                    return new Match.Found(route, parameters.get());
                }
            }
        }
        return unserved(path);
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
    Optional<Dialect> nearest(@Nullable String path) {
        Dialect nearest = null;
        int longest = 0;
        for (Route route : routes) {
            int shared = path == null ? 0 : route.template().shared(path);
            if (shared > longest) {
                longest = shared;
                nearest = route.dialect();
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
        record Found(Route route, Map<String, String> parameters) implements Match {}

        /**
         * The path is served, but not with this method.
         *
         * @param allow the methods that it is served with, as in the header of that name
         */
        record OtherMethod(String allow) implements Match {}

        /** There is nothing at the path. */
        record Unknown() implements Match {}
    }

    /**
     * One endpoint.
     *
     * @param dialect whose it is
     * @param endpoint what it is
     * @param template its path
     * @param reader binds a request to it
     */
    record Route(Dialect dialect, Endpoint endpoint, PathTemplate template, Function<WireRequest, ChatRequest> reader) {
        static Route of(Dialect dialect, Endpoint endpoint) {
            boolean readable = endpoint.operation().equals(Operation.CHAT) && dialect instanceof ChatCodec;
            return new Route(dialect, endpoint, new PathTemplate(endpoint.path()),
                    readable ? ((ChatCodec) dialect)::readRequest : Route::noChat);
        }

        private static ChatRequest noChat(WireRequest request) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST,
                    "A request for " + request.operation().name() + " in the dialect " + request.dialect()
                            + " cannot be read as a chat request.");
        }
    }
}
