package io.patchbay.dialect.bedrock.internal;

import static io.patchbay.dialect.bedrock.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.bedrock.internal.Fixtures.json;
import static io.patchbay.dialect.bedrock.internal.Fixtures.quoted;
import static io.patchbay.dialect.bedrock.internal.Fixtures.readRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolConfigsTest {
    private static final Tool F = new Tool.Function("f", "F", new Json("{\"b\":1,\"a\":2}"), List.of());
    private static final Tool G = new Tool.Function("g", "", Json.EMPTY_OBJECT, List.of());

    @Test
    void toolsKeepTheirOrderAndTheOrderOfTheirProperties() {
        assertThat(config(written(new ToolChoice.Auto())).toString()).isEqualTo(quoted("""
                {'tools':[{'toolSpec':{'name':'f','description':'F','inputSchema':{'json':{'b':1,'a':2}}}},
                {'toolSpec':{'name':'g','inputSchema':{'json':{'type':'object','properties':{}}}}}],
                'toolChoice':{'auto':{}}}""").toString());
    }

    @Test
    void everyChoiceIsRead() {
        assertThat(choice("{'auto':{}}")).isEqualTo(new ToolChoice.Auto());
        assertThat(choice("{'any':{}}")).isEqualTo(new ToolChoice.Required(List.of()));
        assertThat(choice("{'tool':{'name':'f'}}")).isEqualTo(new ToolChoice.Named("f"));
        assertThat(choice("{'future':{}}")).isInstanceOf(ToolChoice.Other.class);
    }

    @Test
    void everyChoiceIsWritten() {
        assertThat(toolChoice(new ToolChoice.Required(List.of()))).isEqualTo(quoted("{'any':{}}"));
        assertThat(toolChoice(new ToolChoice.Named("unknown"))).isEqualTo(quoted("{'tool':{'name':'unknown'}}"));
        assertThat(written(new ToolChoice.Other("other", new Json("{}"))).dropped()).containsExactly("tool_choice");
    }

    @Test
    void toolsThatMayNotBeCalledAreNotOffered() {
        WireRequest none = written(new ToolChoice.None());

        assertThat(json(none.body()).has("toolConfig")).isFalse();
        assertThat(none.dropped()).containsExactly("tools");
    }

    @Test
    void toolsStayWhereTheConversationHasCalls() {
        Message call = Message.of(Role.ASSISTANT, new Part.ToolCall("t", "f", Json.EMPTY_OBJECT, List.of()));
        WireRequest none = DIALECT.writeRequest(ChatRequest.builder("m").message(call).tools(List.of(F))
                .toolChoice(new ToolChoice.None()).build());

        assertThat(config(none).path("tools")).hasSize(1);
        assertThat(config(none).has("toolChoice")).isFalse();
        assertThat(none.dropped()).containsExactly("tool_choice");
    }

    @Test
    void onlyAllowedToolsAreOffered() {
        WireRequest one = written(new ToolChoice.Required(List.of("g")));

        assertThat(config(one).path("tools").findValuesAsText("name")).containsExactly("g");
        assertThat(config(one).path("toolChoice")).isEqualTo(quoted("{'tool':{'name':'g'}}"));
        assertThat(one.dropped()).containsExactly("tools");
        assertThat(toolChoice(new ToolChoice.Required(List.of("f", "g")))).isEqualTo(quoted("{'any':{}}"));
    }

    @Test
    void aToolThatOnlyAnotherDialectKnowsIsNamed() {
        WireRequest request = DIALECT.writeRequest(ChatRequest.builder("m")
                .tools(List.of(new Tool.Other("other", new Json("{}")))).toolChoice(new ToolChoice.Auto()).build());

        assertThat(json(request.body()).has("toolConfig")).isFalse();
        assertThat(request.dropped()).containsExactly("tool of other");
    }

    private static WireRequest written(ToolChoice choice) {
        return DIALECT.writeRequest(ChatRequest.builder("m").message(Message.of(Role.USER, "Hi")).tools(List.of(F, G))
                .toolChoice(choice).build());
    }

    private static JsonNode toolChoice(ToolChoice choice) {
        return config(written(choice)).path("toolChoice");
    }

    private static JsonNode config(WireRequest request) {
        return json(request.body()).path("toolConfig");
    }

    private static ToolChoice choice(String json) {
        return readRequest(("{'messages':[],'toolConfig':{'tools':[],'toolChoice':" + json + "}}").replace('\'', '"'))
                .toolChoice().orElseThrow();
    }
}
