package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.WireRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One thing, as each dialect says it. The phrases are in {@code phrases/*.json}, by name; of each there is
 *
 * <ul>
 * <li>{@code said}: by dialect (or several, with commas) the members of a request, or a whole answer; where the dialect
 * has no words for it, {@code because} says why: no client of it is asked, and its upstream is sent nothing of it;
 * <li>{@code written}: what is written in a dialect for others, where that is not what it says itself; beside the
 * {@code body} there is what is {@code dropped} by name, and {@code because} says why;
 * <li>{@code with}: the phrase that it goes with.
 * </ul>
 *
 * <p>What is expected must be there as it stands, other members may stand beside it; {@code null} must not be there.
 *
 * @param name its name
 * @param with what is said together with it
 * @param said what clients and upstreams say, by dialect
 * @param written what Patchbay writes to those of a dialect, by dialect
 */
record Phrase(String name, Optional<Phrase> with, Map<String, JsonNode> said,
        Map<String, JsonNode> written) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Phrase> ALL = new LinkedHashMap<>();

    static {
        for (String file : List.of("requests", "answers")) {
            JsonNode phrases = load(file);
            phrases.path("phrases").properties()
                    .forEach(each -> ALL.put(each.getKey(), read(each.getKey(), each.getValue())));
        }
    }

    static Phrase of(String name) {
        return Optional.ofNullable(ALL.get(name)).orElseThrow(() -> new AssertionError("no phrase " + name));
    }

    /** Whether a dialect has words for it. */
    boolean isSaidIn(Spoken dialect) {
        return said.containsKey(dialect.name()) && !said.get(dialect.name()).has("because");
    }

    /** It in a dialect, with all that belongs to it. */
    ObjectNode in(Spoken dialect) {
        ObjectNode whole = with.map(other -> other.in(dialect)).orElseGet(JSON::createObjectNode);
        merge(whole, said.get(dialect.name()));
        return whole;
    }

    /** Checks that an upstream is asked what a client asks. */
    void isAsked(Pair pair) {
        WireRequest sent = pair.ask(in(pair.client()));
        JsonNode expected = expected(pair, pair.upstream());
        assertThat(sent.dropped()).as("dropped").isEqualTo(
                texts(expected.path("dropped")).stream().map(it -> it.replace("$client", pair.client().name()))
                        .toList());
        expect(expected, json(sent.body()));
    }

    /** Checks that a client is told what an upstream tells, whole and streamed. */
    void isTold(Pair pair) {
        JsonNode answer = in(pair.upstream());
        isToldBy(pair, pair.whole(answer));
        isToldBy(pair, pair.streamed(answer));
    }

    /** Checks that an answer tells it to a client. */
    void isToldBy(Pair pair, JsonNode answer) {
        expect(expected(pair, pair.client()), answer);
    }

    /** Checks that an answer tells it to a client in the words for others, also where it came in the client's own dialect. */
    void isWrittenTo(Pair pair, JsonNode answer) {
        expect(written.getOrDefault(pair.client().name(), said.get(pair.client().name())), answer);
    }

    /** What those of a dialect must get. */
    private JsonNode expected(Pair pair, Spoken dialect) {
        JsonNode own = said.get(dialect.name());
        return pair.diagonal() ? own : written.getOrDefault(dialect.name(), own);
    }

    private static void expect(JsonNode expected, JsonNode actual) {
        JsonNode body = expected.has("because") ? expected.path("body") : expected;
        assertThat(misses(body, actual, "")).as(actual.toString()).isEmpty();
    }

    /** Where something is not as it is expected, and what is there; empty if all is. */
    static Optional<String> misses(JsonNode expected, JsonNode actual, String path) {
        if (expected.isObject() && actual.isObject()) {
            boolean ordered = !path.endsWith("/properties")
                    || List.copyOf(expected.properties().stream().map(Map.Entry::getKey).toList())
                            .equals(actual.properties().stream().map(Map.Entry::getKey).toList());
            return ordered
                    ? expected.properties().stream().flatMap(member -> misses(member.getValue(),
                            actual.path(member.getKey()), path + "/" + member.getKey()).stream()).findFirst()
                    : Optional.of(path + " is in another order");
        }
        if (expected.isArray() && expected.size() == actual.size()) {
            for (int at = 0; at < expected.size(); at++) {
                Optional<String> missed = misses(expected.get(at), actual.get(at), path + "/" + at);
                if (missed.isPresent()) {
                    return missed;
                }
            }
            return Optional.empty();
        }
        boolean same;
        if (expected.isNull() || expected.isMissingNode()) {
            same = expected.isMissingNode() || actual.isMissingNode() || actual.isNull();
        } else if (expected.isNumber() && actual.isNumber()) {
            same = expected.asDouble() == actual.asDouble();
        } else {
            same = expected.equals(actual);
        }
        return same ? Optional.empty() : Optional.of(path + " is " + actual + ", not " + expected);
    }

    static JsonNode json(Bytes bytes) {
        return json(bytes.utf8());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** The texts of an array. */
    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static Phrase read(String name, JsonNode phrase) {
        Optional<Phrase> with = Optional.of(phrase.path("with").asText()).filter(other -> !other.isEmpty())
                .map(Phrase::of);
        return new Phrase(name, with, byDialect(phrase.path("said")), byDialect(phrase.path("written")));
    }

    private static Map<String, JsonNode> byDialect(JsonNode phrases) {
        Map<String, JsonNode> byDialect = new LinkedHashMap<>();
        phrases.properties().forEach(each -> {
            for (String dialect : each.getKey().split(", ", -1)) {
                byDialect.put(dialect, each.getValue());
            }
        });
        return byDialect;
    }

    private static void merge(ObjectNode into, JsonNode from) {
        from.properties().forEach(member -> {
            if (member.getValue().isObject() && into.path(member.getKey()) instanceof ObjectNode inner) {
                merge(inner, member.getValue());
            } else {
                into.set(member.getKey(), member.getValue().deepCopy());
            }
        });
    }

    /** A file of phrases; a string {@code $x} in it stands for what {@code let} says of {@code x}. */
    private static JsonNode load(String file) {
        try (InputStream in = Phrase.class.getResourceAsStream("/phrases/" + file + ".json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, JsonNode> let : json(text).path("let").properties()) {
                text = text.replace("\"$" + let.getKey() + "\"", let.getValue().toString());
            }
            return json(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
