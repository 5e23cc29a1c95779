package io.patchbay.dialect.responses.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.JsonWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Writes whole answers. This dialect has one candidate. */
final class ResponseWriter {
    private ResponseWriter() {}

    static Bytes write(ChatResponse response, InstantSource clock) {
        Candidate candidate = response.candidates().isEmpty()
                ? new Candidate(List.of(), FinishReason.OTHER, List.of())
                : response.candidates().getFirst();
        Status status = status(candidate.finish(), candidate.parts());
        Envelope envelope = new Envelope(response.id(), response.model(), response.extras(), clock);
        List<String> items = new ArrayList<>();
        List<Part> parts = new TextLogprobs(candidate.logprobs()).spread(candidate.parts());
        List<ItemGroup> groups = ItemGroup.of(parts.stream().filter(OutputItem::canSay).toList());
        for (ItemGroup group : groups) {
            boolean last = items.size() == groups.size() - 1;
            OutputItem item = new OutputItem(envelope.itemId(group.parts().getFirst(), items.size()));
            items.add(item.closed(group, last ? status.word() : Status.COMPLETED));
        }
        List<Extra> extras = candidate.extras();
        JsonWriter out = new JsonWriter();
        envelope.write(out, extras, candidate.finish(), status, items, response.usage(), candidate.text());
        return out.bytes();
    }

    /** How an answer has ended. */
    static Status status(FinishReason finish, List<Part> parts) {
        return Status.of(finish, parts.stream().anyMatch(Part.Refusal.class::isInstance));
    }
}
