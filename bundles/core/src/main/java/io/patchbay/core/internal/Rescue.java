package io.patchbay.core.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.error.ErrorKind.Remedy;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that goes on by another attempt where it breaks: it keeps what it has said, has a target go on from there, and
 * hands on what follows as if nothing had happened; where that breaks, too, it goes on by yet another.
 *
 * <p>Only text can be gone on from. A target that is told the beginning of its own answer and does not take that for what
 * it is would answer to it; so only those are asked that their provider says it of, each until it has gone on once. A stream
 * is kept up to {@value #MOST_KEPT_BYTES} bytes; what breaks later is not made good, nor is what started over.
 */
final class Rescue implements FrameSource {
    private static final int MOST_KEPT_BYTES = 1 << 20;
    /** About what an event takes that is kept without its bytes. */
    private static final int BYTES_PER_EVENT = 64;
    private static final String STARTS_OVER = "\n\n[The answer broke off here. It starts over.]\n\n";
    /** What follows where as much was said as the client allows. */
    private static final List<ChatEvent> LIMIT_REACHED =
            List.of(new ChatEvent.Finish(0, FinishReason.LENGTH, List.of()));

    private final Attempts attempts;
    private final Exchange exchange;
    private final Plan plan;
    private final ChatCodec codec;
    private final List<Plan.Step> left;
    private List<Frame> kept = new ArrayList<>();
    private int keptBytes;
    private boolean keeps = true;
    private volatile FrameSource source;
    private @Nullable Continuation continuation;
    private @Nullable EventEncoder encoder;
    private boolean ended;

    private Rescue(FrameSource source, Attempts attempts, Exchange exchange, Plan plan, ChatCodec codec,
            Plan.Step broken) {
        this.source = source;
        this.attempts = attempts;
        this.exchange = exchange;
        this.plan = plan;
        this.codec = codec;
        this.left = candidates(plan, broken);
    }

    /** Whether a stream of this exchange could be made good at all. */
    static boolean possible(Exchange exchange, Plan plan) {
        if (!exchange.request().stream() || !exchange.request().operation().equals(Operation.CHAT)) {
            return false;
        }
        return switch (plan.rescue()) {
            case NONE -> false;
            case RESTART -> true;
            case CONTINUE -> plan.targets().stream().anyMatch(Plan.Step::prefills)
                    || plan.fallbacks().general().stream().anyMatch(Plan.Step::prefills);
        };
    }

    /** The answer, which goes on where it breaks. */
    static Answer over(Answer answer, Attempts attempts, Exchange exchange, Plan plan, ChatCodec codec,
            Plan.Step step) {
        return answer.wrap(source -> new Rescue(source, attempts, exchange, plan, codec, step));
    }

    /** Others first: the one that broke off is asked only if nobody else can. */
    private static List<Plan.Step> candidates(Plan plan, Plan.Step broken) {
        List<Plan.Step> all =
                new ArrayList<>(Stream.concat(plan.targets().stream(), plan.fallbacks().general().stream())
                        .filter(step -> !step.target().equals(broken.target())).toList());
        all.add(broken);
        return all;
    }

    @Override
    public Optional<Frame> next() {
        while (true) {
            Optional<Frame> frame;
            try {
                frame = source.next();
            } catch (GatewayException e) {
                if (!keeps || e.kind().remedy() == Remedy.NONE || !goesOn()) {
                    throw e;
                }
                continue;
            }
            Continuation fitting = continuation;
            if (fitting == null) {
                frame.ifPresent(this::keep);
                return frame;
            }
            if (frame.isEmpty()) {
                return end();
            }
            Frame fitted = Frame.of(fitting.fit(frame.get().events()));
            keep(fitted);
            Optional<Frame> written = written(fitted);
            if (written.isPresent()) {
                return written;
            }
        }
    }

    @Override
    public void close() {
        source.close();
    }

    private void keep(Frame frame) {
        if (!keeps) {
            return;
        }
        keptBytes += frame.bytes().map(Bytes::size).orElseGet(() -> frame.events().size() * BYTES_PER_EVENT);
        keeps = keptBytes <= MOST_KEPT_BYTES;
        if (keeps) {
            kept.add(frame);
        } else {
            kept = new ArrayList<>(0);
        }
    }

    /** Finds somebody who goes on; false where there is nobody. */
    private boolean goesOn() {
        Said said = new Said();
        List<ChatEvent> events = kept.stream().flatMap(frame -> frame.events().stream()).toList();
        events.forEach(said::add);
        if (!said.plain()) {
            return false;
        }
        String text = said.text();
        OptionalLong left = tokensLeft(said);
        if (!text.isBlank() && left.isPresent() && left.getAsLong() <= 0) {
            source.close();
            takeOver(FrameSource.of(List.of(Frame.of(LIMIT_REACHED))), events, new Continuation(said, false, ""));
            return true;
        }
        Optional<Answer> rest = text.isBlank()
                ? ask(exchange, _ -> true)
                : ask(exchange.withChat(begunWith(text.stripTrailing(), left)), Plan.Step::prefills);
        if (rest.isPresent()) {
            boolean saidBlanks = !text.equals(text.stripTrailing());
            takeOver(new Rest(rest.get()), events, new Continuation(said, saidBlanks, ""));
        } else if (plan.rescue() == RescuePolicy.RESTART) {
            rest = ask(exchange, _ -> true);
            rest.ifPresent(answer -> {
                takeOver(new Rest(answer), events, new Continuation(said, false, STARTS_OVER));
                keeps = false;
            });
        }
        return rest.isPresent();
    }

    /** How much more may be said; empty where the client set no limit. */
    private OptionalLong tokensLeft(Said said) {
        OptionalInt most = exchange.chat().maxOutputTokens();
        return most.isPresent() ? OptionalLong.of(most.getAsInt() - said.tokens()) : OptionalLong.empty();
    }

    /** The conversation with what was said at its end: as one with what the client itself has begun the answer with. */
    private ChatRequest begunWith(String text, OptionalLong left) {
        List<Message> messages = new ArrayList<>(exchange.chat().messages());
        if (!messages.isEmpty() && messages.getLast().role() == Role.ASSISTANT) {
            messages.add(goingOn(messages.removeLast(), text));
        } else {
            messages.add(Message.of(Role.ASSISTANT, text));
        }
        ChatRequest.Builder begun = exchange.chat().toBuilder().messages(messages);
        left.ifPresent(tokens -> begun.maxOutputTokens((int) tokens));
        return begun.build();
    }

    private static Message goingOn(Message message, String text) {
        List<Part> parts = new ArrayList<>(message.parts());
        if (!parts.isEmpty() && parts.getLast() instanceof Part.Text begun) {
            parts.set(parts.size() - 1, new Part.Text(begun.text() + text, begun.extras()));
        } else {
            parts.add(Part.Text.of(text));
        }
        return new Message(message.role(), parts, message.extras());
    }

    private Optional<Answer> ask(Exchange asking, Predicate<Plan.Step> suited) {
        Optional<Attempts.Resumed> resumed = attempts.rest(asking, left.stream().filter(suited).toList());
        resumed.ifPresent(by -> left.remove(by.step()));
        return resumed.map(Attempts.Resumed::answer);
    }

    private void takeOver(FrameSource rest, List<ChatEvent> events, Continuation fitting) {
        source = rest;
        boolean inClientsBytes = !kept.isEmpty() && kept.getFirst().bytes().isPresent();
        if (continuation == null && inClientsBytes) {
            EventEncoder own = codec.encoder(exchange.request());
            own.encode(events);
            encoder = own;
        }
        continuation = fitting;
    }

    private Optional<Frame> written(Frame fitted) {
        List<ChatEvent> events = fitted.events();
        EventEncoder own = encoder;
        if (events.isEmpty() || own == null) {
            return events.isEmpty() ? Optional.empty() : Optional.of(fitted);
        }
        return frame(own.encode(events)).map(frame -> frame.decodedBy(_ -> events));
    }

    private Optional<Frame> end() {
        EventEncoder own = ended ? null : encoder;
        ended = true;
        return own == null ? Optional.empty() : frame(own.end());
    }

    private static Optional<Frame> frame(Bytes bytes) {
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Frame.of(bytes, "", Bytes.EMPTY));
    }

    /** An answer's frames. */
    private record Rest(Answer answer) implements FrameSource {
        @Override
        public Optional<Frame> next() {
            return answer.next();
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
