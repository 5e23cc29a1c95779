package io.patchbay.itests.conformance;

import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What an answer says in a dialect that lacks some things, property by property. */
final class Said {
    private final Map<Property, Object> said = new EnumMap<>(Property.class);
    private final Set<Lack> lacks;

    /** What must come through. */
    enum Property {
        TEXT, CALLS, FINISH, USAGE, REASONING, REFUSAL
    }

    /**
     * What an answer says.
     *
     * @param lacks what it cannot say
     */
    Said(ChatResponse response, Set<Lack> lacks) {
        this.lacks = lacks;
        List<Candidate> candidates =
                lacks.contains(Lack.CANDIDATES) ? response.candidates().subList(0, 1) : response.candidates();
        boolean refusals = !lacks.contains(Lack.REFUSALS);
        said.put(Property.TEXT,
                candidates.stream().map(each -> text(each.text() + (refusals ? "" : refusal(each)))).toList());
        said.put(Property.REFUSAL, candidates.stream().map(each -> refusals ? refusal(each) : "").toList());
        said.put(Property.CALLS, candidates.stream().map(each -> calls(each).stream()
                .map(call -> List.of(call.id(), call.name(), Arguments.of(call, lacks))).toList()).toList());
        said.put(Property.FINISH, candidates.stream().map(this::finish).toList());
        said.put(Property.USAGE, counts(response.usage()));
        said.put(Property.REASONING, candidates.stream().map(each -> of(each, Part.Reasoning.class).stream()
                .map(Part.Reasoning::text).collect(Collectors.joining())).toList());
    }

    Object get(Property property) {
        return said.get(property);
    }

    private String text(String text) {
        return lacks.contains(Lack.BLANK_TEXT) && text.isBlank() ? "" : text;
    }

    private static String refusal(Candidate candidate) {
        return of(candidate, Part.Refusal.class).stream().map(Part.Refusal::text).collect(Collectors.joining());
    }

    private static <P extends Part> List<P> of(Candidate candidate, Class<P> type) {
        return candidate.parts().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private List<Part.ToolCall> calls(Candidate candidate) {
        boolean all = candidate.finish() != FinishReason.LENGTH || !lacks.contains(Lack.CUT_CALLS);
        return of(candidate, Part.ToolCall.class).stream().filter(call -> all || Arguments.areAnObject(call)).toList();
    }

    private FinishReason finish(Candidate candidate) {
        boolean refused = candidate.finish() == FinishReason.STOP && !refusal(candidate).isEmpty();
        return finish(refused && lacks.contains(Lack.REFUSALS_THAT_STOP) ? FinishReason.REFUSAL : candidate.finish());
    }

    private FinishReason finish(FinishReason reason) {
        return switch (reason) {
            case STOP_SEQUENCE -> lacks.contains(Lack.STOP_SEQUENCES) ? FinishReason.STOP : reason;
            case CONTENT_FILTER, REFUSAL -> lacks.contains(Lack.BLOCKED_ENDS)
                    ? FinishReason.STOP
                    : lacks.contains(Lack.FILTERS) ? FinishReason.CONTENT_FILTER : reason;
            default -> reason;
        };
    }

    private List<Long> counts(Usage usage) {
        return List.of(usage.inputTokens(), lacks.contains(Lack.CACHE_COUNT) ? 0 : usage.cacheReadTokens(),
                lacks.contains(Lack.REASONING_WITHIN)
                        ? Math.max(usage.outputTokens(), usage.reasoningTokens())
                        : usage.outputTokens(),
                lacks.contains(Lack.REASONING_COUNT) ? 0 : usage.reasoningTokens());
    }
}
