package io.patchbay.itests.sdk;

import java.util.List;
import java.util.stream.Stream;

/**
 * An answer that a vendor once gave, and what it says.
 *
 * @param vendor in whose dialect it is
 * @param scene what it is about
 * @param name the recording
 * @param calls the tools that the model calls in it
 */
record Take(Vendor vendor, Scene scene, String name, List<Call> calls) {
    private static final Call HARBOR = Call.of("lookup_harbor_label", "{}");
    private static final Call ORCHARD = Call.of("lookup_orchard_label", "{}");
    private static final Call SUBTRACT = Call.of("subtract", "{\"x\":2,\"y\":5}");

    static final List<Take> ALL = List.of(
            text(Vendor.OPENAI, "openai/chat_terminal_metadata_matrix/blocking_gpt_4_1_mini_roomy_plain_one.yaml#1"),
            text(Vendor.OPENAI, "openai/chat_terminal_metadata_matrix/streaming_gpt_4_1_mini_roomy_plain_one.yaml#1"),
            calls(Vendor.OPENAI, "openai/chat_tool_lifecycle_matrix/blocking_gpt41_parallel_model.yaml#1",
                    Call.of("alpha", "{\"value\":\"red\"}"), Call.of("beta", "{\"value\":\"blue\"}")),
            calls(Vendor.OPENAI, "openai/chat_tool_lifecycle_matrix/streaming_gpt41_parallel_model.yaml#1",
                    Call.of("alpha", "{\"value\":\"red\"}"), Call.of("beta", "{\"value\":\"blue\"}")),
            form(Vendor.OPENAI, "venice/structured_output/structured_output_smoke.yaml#1"),
            reasoning(Vendor.OPENAI,
                    "deepseek/reasoning_block_order/blocking_reasoner_text_turn_leads_with_reasoning.yaml#1"),
            reasoning(Vendor.OPENAI,
                    "deepseek/reasoning_block_order/streaming_reasoner_text_turn_leads_with_reasoning.yaml#1"),
            refusal(Vendor.OPENAI,
                    "openai/error_identity_edge/chat_completions_validation_error_carries_identity.yaml#1"),

            text(Vendor.RESPONSES, "openai/responses_sessions/parallel_tool_calls_single_turn_nonstreaming.yaml#2"),
            text(Vendor.RESPONSES, "openai/responses_sessions/parallel_tool_calls_single_turn_streaming.yaml#2"),
            calls(Vendor.RESPONSES, "openai/responses_sessions/parallel_tool_calls_single_turn_nonstreaming.yaml#1",
                    HARBOR, ORCHARD),
            calls(Vendor.RESPONSES, "openai/responses_sessions/parallel_tool_calls_single_turn_streaming.yaml#1",
                    HARBOR, ORCHARD),
            form(Vendor.RESPONSES, "openai/structured_output/structured_output_smoke.yaml#1"),
            form(Vendor.RESPONSES, "openai/streaming_grammar/structured_output_stream.yaml#1"),
            reasoning(Vendor.RESPONSES, "openai/raw_capture_matrix/responses_reasoning_raw_round_trips_typed.yaml#1"),
            reasoning(Vendor.RESPONSES, "openai/streaming_grammar/reasoning_then_text.yaml#1"),
            refusal(Vendor.RESPONSES,
                    "openai/error_identity_edge/nonexistent_previous_response_reference_carries_identity.yaml#1"),

            text(Vendor.ANTHROPIC, "anthropic/messages_sessions/parallel_tool_use_single_turn_nonstreaming.yaml#2"),
            text(Vendor.ANTHROPIC, "anthropic/regression/stop_reason_end_turn.yaml#1"),
            calls(Vendor.ANTHROPIC, "anthropic/messages_sessions/parallel_tool_use_single_turn_nonstreaming.yaml#1",
                    HARBOR, ORCHARD),
            calls(Vendor.ANTHROPIC, "anthropic/streaming_grammar/parallel_tool_use.yaml#1", HARBOR, ORCHARD),
            form(Vendor.ANTHROPIC, "anthropic/structured_output/structured_output_smoke.yaml#1"),
            reasoning(Vendor.ANTHROPIC, "anthropic/reasoning_roundtrip/nonstreaming.yaml#1"),
            reasoning(Vendor.ANTHROPIC, "anthropic/reasoning_roundtrip/streaming.yaml#1"),
            refusal(Vendor.ANTHROPIC, "anthropic/error_identity_edge/validation_error_carries_identity.yaml#1"),

            text(Vendor.GEMINI, "gemini/agent_tools/parallel_tool_calls_land_in_one_tool_result_message.yaml#2"),
            text(Vendor.GEMINI, "gemini/streaming_grammar/stop_finish_reason.yaml#1"),
            calls(Vendor.GEMINI, "gemini/agent_tools/parallel_tool_calls_land_in_one_tool_result_message.yaml#1",
                    Call.of("add", "{\"x\":3,\"y\":4}"), Call.of("subtract", "{\"x\":10,\"y\":2}")),
            calls(Vendor.GEMINI, "gemini/streaming_grammar/parallel_function_calls.yaml#1", HARBOR, ORCHARD),
            form(Vendor.GEMINI, "gemini/structured_output/structured_output_smoke.yaml#1"),
            form(Vendor.GEMINI, "gemini/regression/streaming_structured_output_without_max_tokens.yaml#1"),
            reasoning(Vendor.GEMINI,
                    "gemini/thought_text_matrix/text_response_with_a_large_thinking_budget.yaml#1"),
            reasoning(Vendor.GEMINI, "gemini/streaming_grammar/thinking_stream.yaml#1"),
            refusal(Vendor.GEMINI,
                    "gemini/error_envelope/nonexistent_model_error_preserves_status_and_body.yaml#1"),

            text(Vendor.BEDROCK, "bedrock/model_ids/claude_profile_constant_completes.yaml#1"),
            text(Vendor.BEDROCK, "bedrock/raw_streaming/raw_stream_text_response_smoke.yaml#1"),
            calls(Vendor.BEDROCK, "bedrock/agent/tool_roundtrip_smoke.yaml#1", SUBTRACT),
            calls(Vendor.BEDROCK, "bedrock/raw_streaming/raw_stream_surfaces_two_distinct_tool_calls.yaml#1",
                    HARBOR, ORCHARD),
            reasoning(Vendor.BEDROCK, "bedrock/model_ids/cross_region_profile_id_completes.yaml#1"),
            refusal(Vendor.BEDROCK, "bedrock/model_ids/bare_profile_only_model_id_is_rejected.yaml#1"),

            text(Vendor.COHERE, "cohere/tools/tool_call_roundtrip.yaml#2"),
            text(Vendor.COHERE, "cohere/streaming_tools/streaming_tool_call_roundtrip.yaml#2"),
            calls(Vendor.COHERE, "cohere/tools/tool_call_roundtrip.yaml#1", SUBTRACT),
            calls(Vendor.COHERE, "cohere/streaming_tools/streaming_tool_call_roundtrip.yaml#1", SUBTRACT),
            reasoning(Vendor.COHERE, "cohere/streaming_grammar/thinking_stream.yaml#1"),
            refusal(Vendor.COHERE, "cohere/errors/completion_error_preserves_status_and_body.yaml#1"));

    /** All takes of a scene. */
    static Stream<Take> of(Scene scene) {
        return ALL.stream().filter(take -> take.scene() == scene);
    }

    /** The first take of a vendor in a scene. */
    static Take first(Vendor vendor, Scene scene) {
        return of(scene).filter(take -> take.vendor() == vendor).findFirst().orElseThrow();
    }

    /** The folder that it is in. */
    String folder() {
        return name.substring(0, name.lastIndexOf('/'));
    }

    @Override
    public String toString() {
        return vendor + ": " + name;
    }

    private static Take text(Vendor vendor, String name) {
        return new Take(vendor, Scene.TEXT, "rig/" + name, List.of());
    }

    private static Take calls(Vendor vendor, String name, Call... calls) {
        return new Take(vendor, Scene.CALLS, "rig/" + name, List.of(calls));
    }

    private static Take form(Vendor vendor, String name) {
        return new Take(vendor, Scene.FORM, "rig/" + name, List.of());
    }

    private static Take reasoning(Vendor vendor, String name) {
        return new Take(vendor, Scene.REASONING, "rig/" + name, List.of());
    }

    private static Take refusal(Vendor vendor, String name) {
        return new Take(vendor, Scene.REFUSAL, "rig/" + name, List.of());
    }
}
