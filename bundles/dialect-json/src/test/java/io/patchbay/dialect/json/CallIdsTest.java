package io.patchbay.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.model.Json;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallIdsTest {
    @Test
    void whatHasIdsIsLeftAsItIs() {
        List<Message> conversation = List.of(Message.of(Role.USER, "q"),
                Message.of(Role.ASSISTANT, call("1", "f"), call("2", "g")),
                Message.of(Role.TOOL, result("2", "")), Message.of(Role.TOOL, result("1", "")));

        assertThat(CallIds.complete(conversation)).isEqualTo(conversation);
    }

    @Test
    void aResultAnswersTheFirstOpenCallOfItsTool() {
        List<Message> complete = CallIds.complete(List.of(
                Message.of(Role.ASSISTANT, call("", "f"), call("", "g"), call("", "f")),
                Message.of(Role.TOOL, result("", "g")), Message.of(Role.TOOL, result("", "")),
                Message.of(Role.TOOL, result("", "f")), Message.of(Role.TOOL, result("", "f"))));

        assertThat(complete.getFirst().parts()).containsExactly(call("patchbay_call_0", "f"),
                call("patchbay_call_1", "g"), call("patchbay_call_2", "f"));
        assertThat(complete.subList(1, 5)).extracting(message -> message.parts().getFirst()).containsExactly(
                result("patchbay_call_1", "g"), result("patchbay_call_0", ""), result("patchbay_call_2", "f"),
                result("", "f"));
    }

    private static Part.ToolCall call(String id, String name) {
        return new Part.ToolCall(id, name, Json.EMPTY_OBJECT, List.of());
    }

    private static Part.ToolResult result(String id, String name) {
        return new Part.ToolResult(id, name, List.of(Part.Text.of("r")), false, List.of());
    }
}
