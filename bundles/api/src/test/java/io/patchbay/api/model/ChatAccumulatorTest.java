package io.patchbay.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatAccumulatorTest {
    private static final Extra SIGNATURE = new Extra("d", "signature", new Json("\"s\""));
    private final ChatAccumulator accumulator = new ChatAccumulator();

    @Test
    void theEventsOfAResponseAddUpToIt() {
        List<Extra> extras = List.of(SIGNATURE);
        Media media = new Media("image/png", new Media.Inline("AA=="));
        ChatResponse response = new ChatResponse("id", "m", List.of(
                new Candidate(List.of(
                        new Part.Reasoning("hm", extras),
                        new Part.Text("hello", List.of()),
                        new Part.Citation("t", "u", "q", extras),
                        new Part.ToolCall("c1", "look", new Json("{\"a\":1}"), extras),
                        new Part.ToolCall("c2", "look", new Json(""), List.of()),
                        new Part.Image(media, extras),
                        new Part.Audio(media, List.of()),
                        new Part.Document(media, "n", extras),
                        new Part.Other("d", new Json("{}"), extras)), FinishReason.TOOL_CALLS, extras),
                new Candidate(List.of(new Part.Refusal("no", extras)), FinishReason.REFUSAL, List.of()),
                new Candidate(List.of(), FinishReason.STOP, List.of())), Usage.of(1, 2), extras);

        response.events().forEach(accumulator::add);

        assertThat(accumulator.response()).isEqualTo(response);
    }

    @Test
    void deltasOfSeveralPartsMayAlternate() {
        add(new ChatEvent.PartStart(0, 0, Part.Text.of("a")), new ChatEvent.PartStart(1, 0, Part.Text.of("")),
                new ChatEvent.TextDelta(1, "x"), new ChatEvent.TextDelta(0, "b"), new ChatEvent.TextDelta(1, "y"),
                new ChatEvent.Finish(0, FinishReason.STOP, List.of()));

        assertThat(accumulator.response().candidates().getFirst().parts())
                .containsExactly(Part.Text.of("ab"), Part.Text.of("xy"));
    }

    @Test
    void whatAPartsEndSaysIsAddedToWhatItsBeginningSaid() {
        Extra caller = new Extra("d", "caller", new Json("1"));
        Extra foreign = new Extra("other", "signature", new Json("2"));
        Extra early = new Extra("d", "signature", new Json("\"\""));
        add(new ChatEvent.PartStart(0, 0, new Part.Text("", List.of(early, caller, foreign))),
                new ChatEvent.PartEnd(0, List.of(SIGNATURE)), new ChatEvent.Finish(0, FinishReason.STOP, List.of()));

        assertThat(accumulator.response().candidates().getFirst().parts().getFirst().extras())
                .containsExactly(caller, foreign, SIGNATURE);
    }

    @Test
    void theLastUsageCountsWhereverItStands() {
        add(new ChatEvent.UsageReport(Usage.of(5, 1)), new ChatEvent.Finish(0, FinishReason.STOP, List.of()),
                new ChatEvent.UsageReport(Usage.of(5, 9)));

        assertThat(accumulator.response().usage()).isEqualTo(Usage.of(5, 9));
    }

    @Test
    void anAnswerWithoutAFinishIsCut() {
        add(new ChatEvent.Start("", "m", List.of()), new ChatEvent.PartStart(0, 0, Part.Text.of("half")));

        assertThat(accumulator.finished()).isFalse();
        assertThatThrownBy(accumulator::response).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @Test
    void aPartThatNeverBeganCannotGoOn() {
        assertThatThrownBy(() -> add(new ChatEvent.TextDelta(3, "x"))).isInstanceOf(GatewayException.class);
    }

    @Test
    void aFailureIsThrown() {
        GatewayException error = new GatewayException(ErrorKind.OVERLOADED, "Busy.");

        assertThatThrownBy(() -> add(new ChatEvent.Failure(error))).isSameAs(error);
    }

    @Test
    void anUnknownEventChangesNothing() {
        add(new ChatEvent.Other("d", new Json("{}")), new ChatEvent.Finish(0, FinishReason.STOP, List.of()));

        assertThat(accumulator.response()).isEqualTo(new ChatResponse("", "",
                List.of(new Candidate(List.of(), FinishReason.STOP, List.of())), Usage.NONE, List.of()));
    }

    private void add(ChatEvent... events) {
        List.of(events).forEach(accumulator::add);
    }
}
