package io.patchbay.api.exchange;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A request in the bytes of one dialect, scanned but not bound: what it is for, which model it asks for, and where that
 * name stands.
 *
 * <p>Immutable; {@link #withModel} replaces the model's name and leaves every other byte as it was.
 */
public final class WireRequest {
    private static final String MODEL_IN_PATH = "{model}";

    private final String dialect;
    private final Operation operation;
    private final String method;
    private final String path;
    private final String query;
    private final Headers headers;
    private final Bytes body;
    private final String model;
    private final boolean stream;
    private final boolean surface;
    private final List<Place> modelPlaces;
    private final List<String> dropped;
    private final List<String> fallbacks;

    private WireRequest(Builder builder) {
        dialect = builder.dialect;
        operation = builder.operation;
        method = builder.method;
        path = builder.path;
        query = builder.query;
        headers = builder.headers;
        body = builder.body;
        model = builder.model;
        stream = builder.stream;
        surface = builder.surface;
        fallbacks = List.copyOf(builder.fallbacks);
        modelPlaces = builder.modelPlaces.stream().sorted(Comparator.comparingInt(Place::from)).toList();
        dropped = List.copyOf(builder.dropped);
        modelPlaces.forEach(place -> Objects.checkFromToIndex(place.from, place.to, body.size()));
    }

    /** A range of the body, the end not included; in JSON, a name is escaped. */
    private record Place(int from, int to, boolean json) {}

    /** A builder of a POST in a dialect, with no model, no headers and an empty body. */
    public static Builder builder(String dialect, Operation operation) {
        return new Builder(dialect, operation);
    }

    /** A builder that starts from this request. */
    public Builder toBuilder() {
        Builder builder = new Builder(dialect, operation);
        builder.method = method;
        builder.path = path;
        builder.query = query;
        builder.headers = headers;
        builder.body = body;
        builder.model = model;
        builder.stream = stream;
        builder.surface = surface;
        builder.modelPlaces = modelPlaces;
        builder.dropped = dropped;
        builder.fallbacks = fallbacks;
        return builder;
    }

    /** The name of the dialect that the bytes are in. */
    public String dialect() {
        return dialect;
    }

    /** What the request is for. */
    public Operation operation() {
        return operation;
    }

    /** The HTTP method, upper case. */
    public String method() {
        return method;
    }

    /**
     * The path below a provider's base URL, such as {@code /chat/completions}, the model's name filled in where the
     * dialect has it in the path.
     */
    public String path() {
        if (!path.contains(MODEL_IN_PATH)) {
            return path;
        }
        String encoded = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        return path.replace(MODEL_IN_PATH, encoded);
    }

    /** The query without its question mark; empty where there is none. */
    public String query() {
        return query;
    }

    /** The headers. */
    public Headers headers() {
        return headers;
    }

    /** The body; empty where there is none. */
    public Bytes body() {
        return body;
    }

    /** The model that is asked for; empty for an operation without one. */
    public String model() {
        return model;
    }

    /** Whether the answer is wanted as a stream. */
    public boolean stream() {
        return stream;
    }

    /**
     * Whether not every provider of the dialect has the operation: only one goes that names it among its
     * {@linkplain io.patchbay.api.config.Surfaces surfaces}.
     */
    public boolean surface() {
        return surface;
    }

    /** What a writer left out because the dialect cannot say it, by name; empty for a client's own request. */
    public List<String> dropped() {
        return dropped;
    }

    /** The models that the client wants to be asked where its own does not answer, in its order; they stand in no byte. */
    public List<String> fallbacks() {
        return fallbacks;
    }

    /**
     * The same request for another model: its name is replaced where it stands, every other byte stays.
     *
     * @throws GatewayException of kind {@link ErrorKind#INTERNAL} where the dialect did not say where the name stands
     */
    public WireRequest withModel(String name) {
        if (name.equals(model)) {
            return this;
        }
        if (modelPlaces.isEmpty() && !path.contains(MODEL_IN_PATH)) {
            throw new GatewayException(ErrorKind.INTERNAL, "The dialect " + dialect + " does not say where "
                    + "the model of a request for " + operation.name() + " stands.");
        }
        Bytes changed = body;
        List<Place> moved = new ArrayList<>(modelPlaces.size());
        for (Place place : modelPlaces) {
            int from = place.from + changed.size() - body.size();
            Bytes written = Bytes.utf8(place.json ? escape(name) : name);
            changed = changed.splice(from, from + place.to - place.from, written);
            moved.add(new Place(from, from + written.size(), place.json));
        }
        Builder builder = toBuilder().model(name).body(changed);
        builder.modelPlaces = moved;
        return builder.build();
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < 0x20) {
                escaped.append("\\u%04x".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Builds a {@link WireRequest}. Not safe for use by many threads. */
    public static final class Builder {
        private final String dialect;
        private final Operation operation;
        private String method = "POST";
        private String path = "";
        private String query = "";
        private Headers headers = Headers.EMPTY;
        private Bytes body = Bytes.EMPTY;
        private String model = "";
        private boolean stream;
        private boolean surface;
        private List<Place> modelPlaces = List.of();
        private List<String> dropped = List.of();
        private List<String> fallbacks = List.of();

        private Builder(String dialect, Operation operation) {
            this.dialect = dialect;
            this.operation = operation;
        }

        /** The HTTP method; POST unless said. */
        public Builder method(String upperCase) {
            method = upperCase;
            return this;
        }

        /** The path below a provider's base URL; <code>{model}</code> in it stands for the model's name. */
        public Builder path(String belowBase) {
            path = belowBase;
            return this;
        }

        /** The query without its question mark. */
        public Builder query(String text) {
            query = text;
            return this;
        }

        /** The headers. */
        public Builder headers(Headers all) {
            headers = all;
            return this;
        }

        /** The body. */
        public Builder body(Bytes bytes) {
            body = bytes;
            return this;
        }

        /** The model that is asked for. */
        public Builder model(String name) {
            model = name;
            return this;
        }

        /** Whether the answer is wanted as a stream; false unless said. */
        public Builder stream(boolean wanted) {
            stream = wanted;
            return this;
        }

        /** Whether only a provider that names the operation among its surfaces has it; false unless said. */
        public Builder surface(boolean named) {
            surface = named;
            return this;
        }

        /** Where the model's name stands in the body: the bytes between the quotes of a JSON string. */
        public Builder modelAt(int from, int to) {
            modelPlaces = from < 0 ? List.of() : List.of(new Place(from, to, true));
            return this;
        }

        /** Where the model's name stands in the body as it is, such as in a field of a form. */
        public Builder modelAsTextAt(int from, int to) {
            modelPlaces = List.of(new Place(from, to, false));
            return this;
        }

        /** A further place in the body where the model's name stands; places do not overlap. */
        public Builder modelAlsoAt(int from, int to) {
            modelPlaces = new ArrayList<>(modelPlaces);
            modelPlaces.add(new Place(from, to, true));
            return this;
        }

        /** What was left out because the dialect cannot say it. */
        public Builder dropped(List<String> names) {
            dropped = names;
            return this;
        }

        /** The models to ask where the request's own does not answer; none unless said. */
        public Builder fallbacks(List<String> models) {
            fallbacks = models;
            return this;
        }

        /** The request. */
        public WireRequest build() {
            return new WireRequest(this);
        }
    }
}
