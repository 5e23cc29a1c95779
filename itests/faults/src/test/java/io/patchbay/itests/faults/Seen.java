package io.patchbay.itests.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.itests.faults.Face.Event;
import io.patchbay.testkit.EventStreams;
import io.patchbay.testkit.ServerSentEvents;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/**
 * What a client saw of one exchange.
 *
 * @param ending how it came to its end
 * @param status the HTTP status
 * @param text what was said
 * @param finish why the answer ends, in the dialect's word
 * @param detail the error's text, or what is wrong with the answer
 * @param attempts how many attempts the gateway says it made
 * @param provider who answered, as the gateway says
 * @param millis how long it took
 */
record Seen(Ending ending, int status, String text, String finish, String detail, Optional<String> attempts,
        Optional<String> provider, long millis) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How an exchange ends for a client. */
    enum Ending {
        /** With everything by which the dialect says that an answer is whole. */
        COMPLETE,
        /** With the reason to end, and no more, where the dialect's clients need no more. */
        UNTERMINATED,
        /** With an error that the dialect's SDKs know as one. */
        ERROR,
        /** With an error, or an answer, that is none in the dialect. */
        UNREADABLE,
        /** With a stream that has neither its end nor an error. */
        CUT,
        /** Not in time. */
        HUNG
    }

    /** An exchange that did not end. */
    static Seen hung(long millis) {
        return new Seen(Ending.HUNG, 0, "", "", "", Optional.empty(), Optional.empty(), millis);
    }

    /** An exchange that had no answer at all. */
    static Seen cut(String detail, long millis) {
        return new Seen(Ending.CUT, 0, "", "", detail, Optional.empty(), Optional.empty(), millis);
    }

    /**
     * An exchange that ended.
     *
     * @param body as much as came
     * @param whole whether HTTP says that this is all
     */
    static Seen of(Face face, boolean streamed, HttpResponse<?> head, Bytes body, boolean whole, long millis) {
        Told told = head.statusCode() == 200 && streamed ? stream(face, body, whole) : whole(face, head, body, whole);
        return new Seen(told.ending(), head.statusCode(), told.text(), told.finish(), told.detail(),
                head.headers().firstValue("x-patchbay-attempts"), head.headers().firstValue("x-patchbay-provider"),
                millis);
    }

    /** In a few words. */
    String inWords() {
        String said = text.length() > 40 ? text.substring(0, 18) + "..." + text.substring(text.length() - 18) : text;
        return "%s %d '%s' %s%s, %d ms".formatted(ending, status, said.strip(), finish,
                detail.isEmpty() ? "" : " (" + detail.replace('|', '/').replace('\n', ' ') + ")", millis);
    }

    private record Told(Ending ending, String text, String finish, String detail) {}

    private static Told whole(Face face, HttpResponse<?> head, Bytes body, boolean whole) {
        Optional<JsonNode> json = json(body.utf8());
        if (!whole || json.isEmpty()) {
            return new Told(whole ? Ending.UNREADABLE : Ending.CUT, "", "", body.utf8());
        }
        if (head.statusCode() >= 400) {
            boolean typed = face.isError(head.statusCode(), head.headers().map(), json.get());
            return new Told(typed ? Ending.ERROR : Ending.UNREADABLE, "", "", body.utf8());
        }
        String finish = face.finish(json.get());
        return new Told(head.statusCode() == 200 && !finish.isEmpty() ? Ending.COMPLETE : Ending.UNREADABLE,
                face.text(json.get()), finish, finish.isEmpty() ? body.utf8() : "");
    }

    private static Told stream(Face face, Bytes body, boolean whole) {
        boolean messages = face.tongue.streamType().contains("amazon");
        List<Frame> frames = messages ? EventStreams.frames(body) : ServerSentEvents.frames(body);
        int framed = frames.stream().mapToInt(frame -> frame.bytes().orElse(Bytes.EMPTY).size()).sum();
        List<Event> events = frames.stream().filter(frame -> !frame.data().isEmpty()).map(Seen::event).toList();
        String text = String.join("", events.stream().map(face::text).toList());
        String finish = events.stream().map(face::finish).filter(reason -> !reason.isEmpty() && !reason.equals("null"))
                .reduce((_, last) -> last).orElse("");
        Optional<String> garbage = events.stream()
                .filter(event -> event.json().isMissingNode() && !event.data().equals("[DONE]"))
                .map(Event::data).findFirst();
        if (garbage.isPresent() || framed < body.size()) {
            return new Told(Ending.UNREADABLE, text, finish, "no event: " + garbage.orElse("bytes without frame"));
        }
        Optional<String> error = events.isEmpty() ? Optional.empty() : face.error(events.getLast());
        if (error.isPresent() && !face.seemsToEnd(events)) {
            return new Told(Ending.ERROR, text, "", error.get());
        }
        boolean complete = whole && error.isEmpty() && face.ends(events);
        String last = events.isEmpty() ? "nothing" : events.getLast().data();
        if (!complete && whole && error.isEmpty() && face.endsUnterminated(events)) {
            return new Told(Ending.UNTERMINATED, text, finish, "ends with " + last);
        }
        return new Told(complete ? Ending.COMPLETE : face.seemsToEnd(events) ? Ending.UNREADABLE : Ending.CUT, text,
                finish, complete ? "" : (whole ? "ends with " : "breaks off after ") + last);
    }

    private static Event event(Frame frame) {
        String data = frame.data().utf8();
        JsonNode json = json(data).orElse(MissingNode.getInstance());
        return new Event(json.path("type").isTextual() ? json.path("type").asText() : frame.type(), data, json);
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
