package io.patchbay.itests.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fallbacks of all cases, two providers for each dialect, which never fail: models of one go on from a beginning. By
 * the model they know for which case they answer, and by its last word which word of a begun answer is next.
 */
final class Spares implements AutoCloseable {
    private static final Pattern MODEL = Pattern.compile("(?:\"model\":\\s*\"|/models?/)c(\\d+)");
    private static final Pattern SAID = Pattern.compile("w(\\d+)(?:é|\\\\u00[eE]9)");

    private final Map<Face, FakeUpstream> servers = new EnumMap<>(Face.class);
    private final List<Case> cases;

    Spares(List<Case> cases) {
        this.cases = cases;
        for (Face face : Face.values()) {
            servers.put(face, FakeUpstream.start().otherwise(request -> answer(face, request)));
        }
    }

    /** A provider's name. */
    static String provider(Face face, boolean goesOn) {
        return (goesOn ? "spare-" : "plain-") + face;
    }

    void configure(ObjectNode document) {
        servers.forEach((face, server) -> {
            for (boolean goesOn : new boolean[]{true, false}) {
                ObjectNode provider = Case.provider(document, face, provider(face, goesOn), server);
                provider.putArray("models").add("c*");
                ArrayNode prefill = provider.putArray("prefill");
                if (goesOn) {
                    prefill.add("*");
                }
            }
        });
    }

    @Override
    public void close() {
        servers.values().forEach(FakeUpstream::close);
    }

    private Script answer(Face face, ReceivedRequest request) {
        String asked = request.target() + request.body().utf8();
        Matcher model = MODEL.matcher(asked);
        if (!model.find()) {
            return Script.json(404, "{}");
        }
        Case about = cases.get(Integer.parseInt(model.group(1)));
        about.atFallback(request);
        return Case.answer(face, request, Outcome.fallbackWords(said(request) + 1, about.fault().words()));
    }

    /** How many words of the answer stand in the request already. */
    static int said(ReceivedRequest request) {
        return SAID.matcher(request.body().utf8()).results().mapToInt(said -> Integer.parseInt(said.group(1))).max()
                .orElse(0);
    }
}
