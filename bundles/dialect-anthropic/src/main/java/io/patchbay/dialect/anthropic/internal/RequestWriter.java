package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.ClaudeVersion;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.StrictSchema;
import io.patchbay.dialect.json.StrictTools;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Writes one chat request. */
final class RequestWriter {
    /** What every current model can answer with, and few clients reach; Anthropic requires a limit. */
    private static final int DEFAULT_MAX_TOKENS = 32_000;
    /** What is left for the answer beside a budget that is larger. */
    private static final int BESIDE_BUDGET = 8_192;

    private final ChatRequest request;
    private final Extras extras;
    private final boolean own;
    private final ClaudeVersion version;
    private final Set<String> dropped = new LinkedHashSet<>();
    private final JsonWriter out;
    private final int modelEnd;
    private final Optional<Json> answerSchema;

    RequestWriter(ChatRequest request) {
        this.request = request;
        this.extras = AnthropicMessages.extras(request.extras());
        this.own = extras.has(ChatRequests.MAX_TOKENS);
        this.version = ClaudeVersion.of(request.model());
        this.out = new JsonWriter().object().member("model", request.model());
        this.modelEnd = out.bytes().size() - 1;
        this.answerSchema = sameFormat() ? Optional.empty() : OutputFormats.answerSchema(request, version);
    }

    /** Where the model's name ends in the body. */
    int modelEnd() {
        return modelEnd;
    }

    /** The names of what could not be said. */
    Set<String> dropped() {
        return dropped;
    }

    Bytes write() {
        Thinking thinking = thinking();
        maxTokens();
        stream();
        if (request.messages().stream().anyMatch(Conversation::standsApart)) {
            extras.take("system");
        }
        Conversation.write(request.messages(), own, new BlockWriter(own, false, dropped), out);
        tools();
        toolChoice();
        if (!thinking.thinking().isEmpty()) {
            out.rawMember(ChatRequests.THINKING, thinking.thinking());
        }
        outputConfig(thinking);
        if (own) {
            Sampling.writeAll(request, extras, out);
        } else {
            Sampling.writeAccepted(request, version, thinking.on(), out, dropped);
        }
        Sampling.nameUnsayable(request, dropped);
        extras.write(out);
        return out.endObject().bytes();
    }

    private void maxTokens() {
        Optional<Node> form = extras.take(ChatRequests.MAX_TOKENS).map(Extras::node);
        Place place = AnthropicMessages.REQUEST.member(ChatRequests.MAX_TOKENS);
        Optional<Integer> said = form.flatMap(node -> Sampling.whole(node, place));
        boolean same = form.isPresent() && said.equals(request.maxOutputTokens().isPresent()
                ? Optional.of(request.maxOutputTokens().getAsInt())
                : Optional.empty());
        if (same) {
            out.rawMember(ChatRequests.MAX_TOKENS, form.get().json().text());
            return;
        }
        int budget = request.reasoning().map(wanted -> wanted.budgetTokens().orElse(0)).orElse(0);
        long otherwise = Math.max(DEFAULT_MAX_TOKENS, (long) budget + BESIDE_BUDGET);
        out.member(ChatRequests.MAX_TOKENS,
                request.maxOutputTokens().isPresent() ? request.maxOutputTokens().getAsInt() : otherwise);
    }

    private void stream() {
        Optional<String> form = extras.take(ChatRequests.STREAM);
        if (request.stream()) {
            out.rawMember(ChatRequests.STREAM, "true");
        } else {
            form.filter(json -> !json.equals("true")).ifPresent(json -> out.rawMember(ChatRequests.STREAM, json));
        }
    }

    private void tools() {
        if (request.tools().isEmpty() && answerSchema.isEmpty()) {
            return;
        }
        extras.take(ChatRequests.TOOLS);
        out.name(ChatRequests.TOOLS).array();
        boolean compiles = version.knowsSchemas() && StrictTools.areWithinClaudesLimits(request.tools());
        for (Tool tool : request.tools()) {
            if (ToolChoices.allows(request.toolChoice(), tool)) {
                Tools.write(tool, schema -> compiles && StrictSchema.suitsClaude(schema), out, dropped);
            }
        }
        answerSchema.ifPresent(schema -> AnswerTool.write(schema, out));
        out.endArray();
    }

    private void toolChoice() {
        Optional<String> form = extras.take(ToolChoices.MEMBER);
        if (answerSchema.isPresent()) {
            ToolChoice choice = OutputFormats.answerChoice(request);
            Optional<Boolean> parallel =
                    choice instanceof ToolChoice.Named ? Optional.of(false) : request.parallelToolCalls();
            member(ToolChoices.MEMBER, ToolChoices.write(new ToolChoices.Said(Optional.of(choice), parallel), true));
            return;
        }
        ToolChoices.Said said = ToolChoices.Said.by(request);
        Place place = AnthropicMessages.REQUEST.member(ToolChoices.MEMBER);
        if (form.isPresent() && ToolChoices.read(Extras.node(form.get()), place).equals(said)) {
            member(ToolChoices.MEMBER, form);
            return;
        }
        if (said.choice().filter(choice -> !ToolChoices.sayable(choice)).isPresent()) {
            dropped.add(ToolChoices.MEMBER);
        }
        member(ToolChoices.MEMBER, ToolChoices.write(said, !request.tools().isEmpty()));
    }

    private void member(String name, Optional<String> json) {
        json.ifPresent(text -> out.rawMember(name, text));
    }

    private Thinking thinking() {
        boolean forced = answerSchema.isPresent() || ToolChoices.forces(request.toolChoice());
        Thinking thinking = sameReasoning()
                ? new Thinking(extras.take(ChatRequests.THINKING).orElse(""), "", false)
                : Thinking.of(request.reasoning(), version, forced, request.maxOutputTokens(), request.messages());
        extras.take(ChatRequests.THINKING);
        if (thinking.dropped()) {
            dropped.add("reasoning");
        }
        return thinking;
    }

    private Optional<Node> form(String name) {
        return AnthropicMessages.extras(request.extras()).take(name).map(Extras::node);
    }

    private boolean sameReasoning() {
        return Thinking.read(form(ChatRequests.THINKING),
                ChatRequests.member(form(ChatRequests.OUTPUT_CONFIG), ChatRequests.EFFORT))
                .equals(request.reasoning());
    }

    private boolean sameFormat() {
        return OutputFormats.read(ChatRequests.member(form(ChatRequests.OUTPUT_CONFIG), ChatRequests.FORMAT)
                .or(() -> form(ChatRequests.OUTPUT_FORMAT))).equals(request.responseFormat());
    }

    /** Effort and format share a member with what only this dialect knows. */
    private void outputConfig(Thinking thinking) {
        boolean there = extras.has(ChatRequests.OUTPUT_CONFIG);
        Extras config = extras.nested(ChatRequests.OUTPUT_CONFIG);
        boolean object = there && !extras.has(ChatRequests.OUTPUT_CONFIG);
        Optional<String> oldEffort = config.take(ChatRequests.EFFORT);
        Optional<String> effort = sameReasoning()
                ? oldEffort
                : Optional.of(thinking.effort()).filter(word -> !word.isEmpty()).map(JsonWriter::quoted);
        Optional<String> oldFormat = config.take(ChatRequests.FORMAT);
        Optional<String> format = sameFormat() ? oldFormat : newFormat();
        if (!object && effort.isEmpty() && format.isEmpty()) {
            return;
        }
        extras.take(ChatRequests.OUTPUT_CONFIG);
        out.name(ChatRequests.OUTPUT_CONFIG).object();
        member(ChatRequests.EFFORT, effort);
        member(ChatRequests.FORMAT, format);
        config.write(out);
        out.endObject();
    }

    private Optional<String> newFormat() {
        extras.take(ChatRequests.OUTPUT_FORMAT);
        Optional<String> format = OutputFormats.write(request.responseFormat(), version);
        boolean said = format.isPresent() || answerSchema.isPresent()
                || request.responseFormat().orElse(new ResponseFormat.Text()) instanceof ResponseFormat.Text;
        if (!said) {
            dropped.add("response_format");
        }
        return format;
    }
}
