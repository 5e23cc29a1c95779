package io.patchbay.dialect.responses.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads whole answers. */
final class ResponseReader {
    private ResponseReader() {}

    static ChatResponse read(Bytes body, ErrorReader errors) {
        Node.Obj root = root(body);
        failure(root, errors).ifPresent(error -> {
            throw error;
        });
        Members members = new Members(root, OpenAiResponses.ANSWER);
        Place place = OpenAiResponses.ANSWER.member("output");
        List<Part> parts = new ArrayList<>();
        boolean called = false;
        int index = 0;
        Node.Arr output = members.array("output").orElseThrow(place::missing);
        for (Node element : output.elements()) {
            Place own = place.element(index++);
            if (!(element instanceof Node.Obj item)) {
                throw own.invalidType("an object", element.kind());
            }
            parts.addAll(Items.read(item, own, Voice.ANSWER));
            called |= Status.isCall(Items.type(item));
        }
        Status status = Status.of(root.members());
        FinishReason finish = status.finish(called);
        head(members, status, finish);
        Candidate candidate = new Candidate(parts, finish, TextLogprobs.read(output), List.of());
        String id = members.textOrEmpty("id");
        String model = members.textOrEmpty("model");
        Usage usage = UsageCodec.take(members).orElse(Usage.NONE);
        return new ChatResponse(id, model, List.of(candidate), usage, members.extras());
    }

    private static Node.Obj root(Bytes body) {
        try {
            if (JsonReader.read(body) instanceof Node.Obj object) {
                return object;
            }
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The upstream sent a body that is not valid JSON.", e);
        }
        throw OpenAiResponses.ANSWER.missing();
    }

    /** The error of a body that is one, and of a response that has failed. */
    static Optional<GatewayException> failure(Node.Obj response, ErrorReader errors) {
        Node error = response.members().get("error");
        boolean failed = Status.of(response.members()).word().equals(Status.FAILED);
        if (failed || (error != null && !(error instanceof Node.Null))) {
            return Optional.of(errors.inAnswer(error == null || error instanceof Node.Null ? response : error));
        }
        return Optional.empty();
    }

    /** Drops what is written of itself. */
    static void head(Members members, Status status, FinishReason finish) {
        if (status.equals(Status.of(finish, false)) || status.word().equals(Status.IN_PROGRESS)) {
            members.drop("status");
        }
        if (members.peek("object").orElse(null) instanceof Node.Str(_, String object) && object.equals("response")) {
            members.drop("object");
        }
    }
}
