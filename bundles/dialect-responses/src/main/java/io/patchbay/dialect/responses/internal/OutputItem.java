package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * One item of an answer as JSON.
 *
 * @param id its id, which is the same in all that is said of it
 */
record OutputItem(String id) {

    /** Whether an answer of this dialect can say a part. */
    static boolean canSay(Part part) {
        return switch (ItemGroup.kind(part)) {
            case MESSAGE -> ContentWriter.inAnswer(part);
            case REASONING -> ItemGroup.own(part).has("type") || !((Part.Reasoning) part).text().isEmpty()
                    || OpenAiResponses.extras(part.extras()).has(ItemGroup.ITEM);
            case CALL -> true;
            case RESULT -> false;
            case OTHER -> part instanceof Part.Other other && other.dialect().equals(OpenAiResponses.NAME);
        };
    }

    /** The item as it begins: without content, in progress. */
    String begun(Part first) {
        if (first instanceof Part.Other other) {
            return other.value().text();
        }
        ItemGroup group = new ItemGroup(ItemGroup.kind(first), List.of(first));
        JsonWriter out = new JsonWriter().object().member("id", id);
        Extras rest;
        if (first instanceof Part.ToolCall call) {
            rest = ItemGroup.own(call);
            rest.take("status");
            out.member("type", "function_call").member("status", Status.IN_PROGRESS).member("call_id", call.id())
                    .member("name", call.name()).member("arguments", "");
        } else if (first instanceof Part.Reasoning) {
            rest = group.about();
            out.member("type", "reasoning");
            rest.take("summary");
            out.rawMember("summary", "[]");
        } else {
            rest = group.about();
            rest.take("status");
            rest.take("content");
            out.rawMember("type", rest.take("type").orElse("\"message\"")).member("status", Status.IN_PROGRESS)
                    .member("role", "assistant").rawMember("content", "[]");
        }
        return end(out, rest);
    }

    /**
     * The item when it is complete, or broken off.
     *
     * @param status {@code completed}, or {@code incomplete} for an item in which the answer broke off; the item's
     *        own counts
     */
    String closed(ItemGroup group, String status) {
        JsonWriter out = new JsonWriter();
        return switch (group.parts().getFirst()) {
            case Part.Other other -> InputWriter.json(other);
            case Part.ToolCall call -> {
                Extras rest = ItemGroup.own(call);
                open(out, "\"function_call\"").rawMember("status", status(rest, status))
                        .member("call_id", call.id()).member("name", call.name())
                        .member("arguments", arguments(call, status));
                List.of("call_id", "name", "arguments").forEach(rest::take);
                yield end(out, rest);
            }
            case Part.Reasoning _ -> {
                Extras rest = group.about();
                open(out, "\"reasoning\"");
                Thoughts.write(group.parts(), rest, out);
                yield end(out, rest);
            }
            default -> {
                Extras rest = group.about();
                rest.take("content");
                open(out, rest.take("type").orElse("\"message\"")).rawMember("status", status(rest, status))
                        .member("role", "assistant").name("content").array();
                new ContentWriter(Voice.ANSWER, out, new HashSet<>()).write(group.parts());
                out.endArray();
                yield end(out, rest);
            }
        };
    }

    /** A call's arguments; an empty object where there are none, unless the answer broke off in it. */
    static String arguments(Part.ToolCall call, String status) {
        String arguments = call.arguments().text();
        return arguments.isEmpty() && !status.equals(Status.INCOMPLETE) ? Json.EMPTY_OBJECT.text() : arguments;
    }

    private JsonWriter open(JsonWriter out, String type) {
        return out.object().member("id", id).rawMember("type", type);
    }

    private static String status(Extras about, String status) {
        Optional<String> own = about.take("status").filter(json -> !json.equals("\"" + Status.IN_PROGRESS + "\""));
        return own.orElse(JsonWriter.quoted(status.equals(Status.INCOMPLETE) ? status : Status.COMPLETED));
    }

    private static String end(JsonWriter out, Extras rest) {
        rest.take("id");
        rest.write(out);
        return out.endObject().text();
    }
}
