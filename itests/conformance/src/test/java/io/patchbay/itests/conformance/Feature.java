package io.patchbay.itests.conformance;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One thing that a request can ask, in no dialect.
 *
 * @param name what it is
 * @param request a request that asks it, and nothing else that a dialect might lack
 * @param told what a request says about it, in a few words; empty where it says nothing
 */
record Feature(String name, ChatRequest request, Function<ChatRequest, String> told) {
    private static final Media.Inline INLINE = new Media.Inline("iVBORw0KGgo=");
    private static final Media.Url URL = new Media.Url("https://example.org/a.png");
    private static final Part.ToolCall CALL = new Part.ToolCall("call_1", "f", new Json("{\"a\":1}"), List.of());
    private static final Json SCHEMA = new Json("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}");
    private static final Json CLOSED = new Json("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},"
            + "\"required\":[\"a\"],\"additionalProperties\":false}");
    private static final List<Tool> TOOLS = List.of(new Tool.Function("f", "F.", SCHEMA, List.of()),
            new Tool.Function("g", "G.", SCHEMA, List.of()));

    /** What a dialect makes of it that says nothing of it, and does not tell so: a defect. */
    static final String LOST = "lost";

    static final List<Feature> ALL = List.of(
            of("system message", it -> it.message(Message.of(Role.SYSTEM, "S")), it -> role(it, "S")),
            of("developer message", it -> it.message(Message.of(Role.DEVELOPER, "D")), it -> role(it, "D")),
            part("picture", new Part.Image(new Media("image/png", INLINE), List.of())),
            part("picture by address", new Part.Image(new Media("image/png", URL), List.of())),
            part("sound", new Part.Audio(new Media("audio/wav", INLINE), List.of())),
            part("document", new Part.Document(new Media("application/pdf", INLINE), "a.pdf", List.of())),
            part("document by address", new Part.Document(new Media("application/pdf", URL), "a.pdf", List.of())),
            of("tools", it -> it.tools(TOOLS), it -> text(it.tools().size() == TOOLS.size(), "tools")),
            of("strict tools", it -> it.tools(List.of(new Tool.Function("f", "F.", CLOSED, true, List.of()))),
                    it -> text(it.tools().stream().allMatch(tool -> tool instanceof Tool.Function function
                            && function.strict()), "strict")),
            choice("tool choice: none", new ToolChoice.None()),
            choice("tool choice: any", new ToolChoice.Required(List.of())),
            choice("tool choice: any of some", new ToolChoice.Required(List.of("f"))),
            choice("tool choice: this one", new ToolChoice.Named("f")),
            of("one call at a time", it -> it.tools(TOOLS).parallelToolCalls(false),
                    it -> said(it.parallelToolCalls())),
            result("a tool's result", Part.Text.of("1"), false,
                    it -> result(it).map(result -> text(!result.content().isEmpty(), "text")).orElse("")),
            result("that a tool failed", Part.Text.of("1"), true,
                    it -> result(it).map(result -> text(result.error(), "error")).orElse("")),
            result("a tool's picture", new Part.Image(new Media("image/png", INLINE), List.of()), false,
                    it -> result(it).flatMap(result -> result.content().stream()
                            .filter(Part.Image.class::isInstance).findFirst()).map(_ -> "part of the result")
                            .orElseGet(() -> text(part(it, Part.Image.class).isPresent(), "a picture after it"))),
            of("what the model thought before", it -> it.message(Message.of(Role.ASSISTANT,
                    new Part.Reasoning("Hm.", List.of()), Part.Text.of("A"))),
                    it -> text(part(it, Part.Reasoning.class).isPresent(), "thought")),
            of("JSON", it -> it.responseFormat(new ResponseFormat.JsonObject()), Feature::format),
            of("JSON of a schema",
                    it -> it.responseFormat(new ResponseFormat.JsonSchema("s", SCHEMA, true, List.of())),
                    Feature::format),
            of("effort of thinking", it -> it.reasoning(new ReasoningRequest("low", OptionalInt.empty())),
                    Feature::reasoning),
            of("budget of thinking", it -> it.reasoning(new ReasoningRequest("", OptionalInt.of(4096)))
                    .maxOutputTokens(9000), Feature::reasoning),
            of("limit of tokens", it -> it.maxOutputTokens(900), it -> said(it.maxOutputTokens())),
            of("temperature", it -> it.temperature(0.5), it -> said(it.temperature())),
            of("top p", it -> it.topP(0.5), it -> said(it.topP())),
            of("top k", it -> it.topK(5), it -> said(it.topK())),
            of("penalty on frequent tokens", it -> it.frequencyPenalty(0.5),
                    it -> said(it.frequencyPenalty())),
            of("penalty on present tokens", it -> it.presencePenalty(0.5),
                    it -> said(it.presencePenalty())),
            of("seed", it -> it.seed(5), it -> said(it.seed())),
            of("several answers", it -> it.candidates(2), it -> said(it.candidates())),
            of("log probabilities", it -> it.logprobs(true), it -> said(it.logprobs())),
            of("likeliest tokens", it -> it.logprobs(true).topLogprobs(2), it -> said(it.topLogprobs())),
            of("spoken answer", it -> it.outputModalities(List.of("text", "audio")),
                    it -> text(it.outputModalities().contains("audio"), "spoken")),
            of("stop sequences", it -> it.stopSequences(List.of("x")), it -> String.join(" ", it.stopSequences())));

    /** What a dialect makes of it: {@code yes}, {@code no} where it is left out and named, or in which words it is told. */
    String in(Spoken dialect) {
        WireRequest written;
        try {
            written = dialect.codec().writeRequest(request.toBuilder().model(dialect.model()).build());
        } catch (GatewayException _) {
            return "refused";
        }
        if (!written.dropped().isEmpty()) {
            return "no";
        }
        String there = told.apply(dialect.codec().readRequest(written));
        return there.equals(told.apply(request)) ? "yes" : there.isEmpty() ? LOST : "as " + there;
    }

    private static Feature of(String name, UnaryOperator<ChatRequest.Builder> asked,
            Function<ChatRequest, String> told) {
        return new Feature(name, asked.apply(ChatRequest.builder("m").message(Message.of(Role.USER, "Hi"))).build(),
                told);
    }

    private static Feature part(String name, Part part) {
        return of(name, it -> it.message(Message.of(Role.USER, Part.Text.of("Look"), part)),
                it -> source(it, part.getClass()));
    }

    private static Feature choice(String name, ToolChoice choice) {
        return of(name, it -> it.tools(TOOLS).toolChoice(choice), it -> it.toolChoice().map(Feature::words)
                .orElseGet(() -> text(it.tools().isEmpty(), "no tools")));
    }

    private static Feature result(String name, Part content, boolean error, Function<ChatRequest, String> told) {
        return of(name, it -> it.tools(TOOLS).message(Message.of(Role.ASSISTANT, CALL)).message(Message.of(Role.TOOL,
                new Part.ToolResult("call_1", "f", List.of(content), error, List.of()))), told);
    }

    private static Optional<Part.ToolResult> result(ChatRequest request) {
        return part(request, Part.ToolResult.class);
    }

    private static String role(ChatRequest request, String text) {
        return request.messages().stream().filter(message -> message.text().equals(text))
                .map(message -> message.role().name().toLowerCase(Locale.ROOT)).findFirst().orElse("");
    }

    private static <P extends Part> Optional<P> part(ChatRequest request, Class<P> type) {
        return request.messages().stream().flatMap(message -> message.parts().stream()).filter(type::isInstance)
                .map(type::cast).findFirst();
    }

    private static String source(ChatRequest request, Class<? extends Part> type) {
        return part(request, type).map(part -> switch (part) {
            case Part.Image(Media media, _) -> source(media);
            case Part.Audio(Media media, _) -> source(media);
            case Part.Document(Media media, _, _) -> source(media);
            default -> "";
        }).orElse("");
    }

    private static String source(Media media) {
        return media.source().getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String words(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Required(List<String> allowed) when allowed.isEmpty() -> "any";
            case ToolChoice.Required(List<String> allowed) -> "any of " + String.join(", ", allowed);
            case ToolChoice.Named(String name) -> "this: " + name;
            default -> choice.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    private static String format(ChatRequest request) {
        return request.responseFormat().map(format -> format instanceof ResponseFormat.JsonSchema ? "schema" : "JSON")
                .orElseGet(() -> text(!request.tools().isEmpty(), "a tool"));
    }

    private static String reasoning(ChatRequest request) {
        return request.reasoning().map(asked -> asked.effort().isEmpty()
                ? "budget " + said(asked.budgetTokens())
                : "effort " + asked.effort()).orElse("");
    }

    /** The value of an option. */
    private static String said(Object option) {
        return option.toString().replaceAll("Optional\\w*(\\.empty|\\[(.*)])", "$2");
    }

    private static String text(boolean there, String text) {
        return there ? text : "";
    }
}
