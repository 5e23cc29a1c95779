// The vendors behind the gateway: which recorded answer each gives to what, and what that answer says.

/** An answer that is a text, with what it is billed for. */
const text = (recording, words, input, output) => ({ recording, text: words, usage: { input, output } });
/** An answer that calls tools, and the one to their results. */
const calls = (recording, called, after, words) => ({ recording, calls: called, after, text: words });
/** A text with the thoughts before it. */
const thinking = (recording, reasoning, words) => ({ recording, reasoning, text: words });
/** An object, of which this is a part. */
const structured = (recording, json) => ({ recording, json });
/** A failure, and the words of it that a client is told. */
const failure = (recording, status, words) => ({ recording, status, words });

const meetup = { title: 'Seattle Rust Meetup', category: 'Technology' };
const labels = [['lookup_harbor_label', {}], ['lookup_orchard_label', {}]];

/**
 * Each vendor's name in the gateway's document, its dialect, and the model that is asked; then, whole and streamed, what it
 * answers: a text, calls of tools, thoughts, an object; and how it fails.
 */
export const vendors = [
  {
    name: 'chat',
    dialect: 'openai-chat',
    model: 'deepseek-v4-flash',
    text: [
      text('openai/completions_api/completions_api_agent_prompt.yaml#1', 'Hello! How can I assist you today?', 20, 9),
      text('openai/chat_terminal_metadata_matrix/streaming_gpt_4o_mini_roomy_plain_one.yaml#1', 'cobalt', 12, 2),
    ],
    calls: ['nonstreaming', 'streaming'].map((how) => {
      const file = `deepseek/agent_tool_sessions/parallel_tool_calls_single_turn_${how}.yaml`;
      return calls(`${file}#1`, labels, `${file}#2`, /crimson-harbor.*silver-orchard/);
    }),
    thinking: [
      thinking('deepseek/raw_capture_matrix/reasoning_raw_round_trips_and_exposes_reasoning_content.yaml#1',
        'We need answer only number. 17*23=391. Ensure only number.', '391'),
      thinking('deepseek/raw_stream_capture_matrix/stream_reasoning_raw_round_trips_terminal_type.yaml#1',
        'We need answer only number. 17*23=391.', '391'),
    ],
    structured: [
      structured('mistral/agent_tool_sessions/json_schema_structured_output_roundtrip.yaml#1',
        { lane: 'canary', risk: 'low' }),
    ],
    failures: [
      failure('openai/error_identity_edge/chat_completions_validation_error_carries_identity.yaml#1', 400, /temperature/),
    ],
    limited: { error: { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' } },
  },
  {
    name: 'responses',
    dialect: 'openai-responses',
    model: 'gpt-5.6-sol',
    text: [
      text('openai/gpt_5_6_reasoning/context_current_turn.yaml#1', 'OK', 11, 5),
      text('openai/gpt_5_6_reasoning/streaming_metadata.yaml#1', 'OK', 1522, 30),
    ],
    calls: ['nonstreaming', 'streaming'].map((how) => {
      const file = `openai/responses_sessions/parallel_tool_calls_single_turn_${how}.yaml`;
      return calls(`${file}#1`, labels, `${file}#2`, /crimson-harbor.*silver-orchard/);
    }),
    thinking: [
      thinking('xai/reasoning_roundtrip/nonstreaming.yaml#1', /^The problem: A train leaves/, /^The trains close/),
      thinking('openai/streaming_grammar/reasoning_summary_stream.yaml#1', /^\*\*Calculating counts/, '114'),
    ],
    structured: [
      structured('openai/structured_output/structured_output_smoke.yaml#1', meetup),
      structured('openai/streaming_grammar/structured_output_stream.yaml#1', meetup),
    ],
    failures: [
      failure('openai/error_envelope/nonexistent_model_error_preserves_status_and_body.yaml#1', 400, /does not exist/),
    ],
    limited: { error: { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' } },
  },
  {
    name: 'anthropic',
    dialect: 'anthropic-messages',
    model: 'claude-sonnet-4-6',
    text: [
      text('anthropic/raw_completion_parity_matrix/text_turn_parity.yaml#1', 'parity probe', 14, 6),
      text('anthropic/raw_completion_parity_matrix/streamed_text_turn_parity.yaml#1', 'parity probe', 14, 6),
    ],
    calls: [
      calls('anthropic/messages_sessions/parallel_tool_use_single_turn_nonstreaming.yaml#1', labels,
        'anthropic/messages_sessions/parallel_tool_use_single_turn_nonstreaming.yaml#2', /crimson-harbor.*silver-orchard/),
      calls('anthropic/streaming_grammar/parallel_tool_use.yaml#1', labels,
        'anthropic/raw_completion_parity_matrix/streamed_text_turn_parity.yaml#1', 'parity probe'),
    ],
    thinking: [
      thinking('anthropic/raw_capture_matrix/raw_exposes_thinking_block_and_signature.yaml#1', '391', '391'),
      thinking('anthropic/raw_stream_capture_matrix/terminal_raw_round_trips_for_thinking_stream.yaml#1', '391', '391'),
    ],
    structured: [
      structured('anthropic/structured_output/structured_output_smoke.yaml#1', meetup),
    ],
    failures: [
      failure('anthropic/error_identity_edge/validation_error_carries_identity.yaml#1', 400, /temperature/),
      failure('anthropic/error_envelope/nonexistent_model_error_preserves_status_and_body.yaml#1', 404,
        /claude-nonexistent/),
    ],
    limited: { type: 'error', error: { type: 'rate_limit_error', message: 'This request would exceed your rate limit.' } },
  },
  {
    name: 'gemini',
    dialect: 'gemini',
    model: 'gemini-2.5-flash',
    text: [
      text('gemini/response_identity/nonstreaming_request_id_is_none_by_design.yaml#1', 'identity probe', 7, 24),
      text('gemini/streaming_grammar/stop_finish_reason.yaml#1',
        'Volcanoes are fascinating geological formations that can erupt with fiery power.', 9, 16),
    ],
    calls: [
      calls('gemini/agent_tools/parallel_tool_calls_land_in_one_tool_result_message.yaml#1',
        [['add', { x: 3, y: 4 }], ['subtract', { x: 10, y: 2 }]],
        'gemini/agent_tools/parallel_tool_calls_land_in_one_tool_result_message.yaml#2', '7\n8'),
      calls('gemini/streaming_grammar/parallel_function_calls.yaml#1', labels,
        'gemini/streaming_tools/streaming_tools_surface_two_distinct_tool_calls_before_final_answer.yaml#3',
        /crimson-harbor.*silver-orchard/),
    ],
    thinking: [
      thinking('gemini/thought_text_matrix/text_response_skips_thoughts_on_gemini_2_5_flash.yaml#1',
        /^\*\*Calculating Total Minutes/, '5040'),
      thinking('gemini/thought_text_matrix/streaming_twin_keeps_reasoning_out_of_the_text.yaml#1',
        /^\*\*Calculating Time Units.*\*\*Determining Total Minutes/s, '5040'),
    ],
    structured: [
      structured('gemini/structured_output/structured_output_smoke.yaml#1', { title: 'Seattle Rust User Group Meetup' }),
    ],
    failures: [
      failure('gemini/error_envelope/nonexistent_model_error_preserves_status_and_body.yaml#1', 404, /gemini-nonexistent/),
    ],
    limited: { error: { code: 429, message: 'Resource has been exhausted.', status: 'RESOURCE_EXHAUSTED' } },
  },
  {
    name: 'cohere',
    dialect: 'cohere-v2',
    model: 'command-a-03-2025',
    text: [
      text('cohere/raw_capture_matrix/raw_exposes_billing_metadata.yaml#1', 'captured', 506, 4),
      text('cohere/raw_stream_capture_matrix/raw_exposes_terminal_only_fields.yaml#1', 'streamed', 506, 5),
    ],
    calls: [
      calls('cohere/prompt_caching/agent_loop.yaml#1',
        [['lookup_cache_policy', { topic: 'prefix' }], ['lookup_cache_policy', { topic: 'breakpoint' }]],
        'cohere/prompt_caching/agent_loop.yaml#2', 'cache probe ready'),
      calls('cohere/streaming_tools/streaming_tool_call_roundtrip.yaml#1', [['subtract', { x: 2, y: 5 }]],
        'cohere/streaming_tools/streaming_tool_call_roundtrip.yaml#2', /-3/),
    ],
    thinking: [
      undefined,
      thinking('cohere/streaming_grammar/thinking_stream.yaml#1',
        /^First, I need to determine how many/, /^To determine how many/),
    ],
    failures: [
      failure('cohere/errors/completion_error_preserves_status_and_body.yaml#1', 404, /command-does-not-exist/),
    ],
    limited: { message: 'You are past the per minute request limit, please wait and try again later.' },
  },
  {
    name: 'bedrock',
    dialect: 'bedrock-converse',
    model: 'amazon.nova-lite-v1:0',
    text: [
      text('bedrock/agent/completion_smoke.yaml#1',
        /^Rust is a systems programming language.*reliable and secure software\.$/, 27, 48),
      text('bedrock/raw_streaming/raw_stream_text_response_smoke.yaml#1', 'cedar\nmaple', 27, 5),
    ],
    calls: [
      calls('bedrock/agent/tool_roundtrip_smoke.yaml#1', [['subtract', { x: 2, y: 5 }]],
        'bedrock/agent/tool_roundtrip_smoke.yaml#2', /The result of 2 - 5 is -3\.$/),
      calls('bedrock/raw_streaming/raw_stream_surfaces_two_distinct_tool_calls.yaml#1', labels,
        'bedrock/raw_streaming/raw_stream_text_response_smoke.yaml#1', 'cedar\nmaple'),
    ],
    failures: [
      failure('bedrock/model_ids/bare_profile_only_model_id_is_rejected.yaml#1', 400, /deepseek\.r1/),
      failure('bedrock/model_ids/retired_model_id_preserves_provider_error.yaml#1', 404, /end of its life/),
    ],
    limited: { message: 'Too many requests, please wait before trying again.' },
  },
];
