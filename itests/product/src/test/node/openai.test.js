// The official OpenAI SDK for Node, in both of its dialects.
import OpenAI from 'openai';
import { contract, GATEWAY } from './contract.js';

const connect = (apiKey) => new OpenAI({ baseURL: `${GATEWAY}/v1`, apiKey, maxRetries: 0 });
const errors = {
  400: OpenAI.BadRequestError,
  401: OpenAI.AuthenticationError,
  404: OpenAI.NotFoundError,
  429: OpenAI.RateLimitError,
};
const isTyped = (error, status) => error instanceof errors[status];
const dataUrl = ({ type, data }) => `data:${type};base64,${data}`;
const called = (id, name, args) => ({ id, name, args: JSON.parse(args) });

contract({
  name: 'openai, chat completions',
  isTyped,
  async ask({ model, system, prompt, limit, stream, picture, tools, schema, thinking, answer, results }, token) {
    const params = {
      model,
      max_completion_tokens: limit,
      messages: [
        { role: 'system', content: system },
        {
          role: 'user',
          content: picture
            ? [{ type: 'text', text: prompt }, { type: 'image_url', image_url: { url: dataUrl(picture) } }]
            : prompt,
        },
        ...(answer ? [answer.message] : []),
        ...(answer?.calls ?? []).map(({ id }, index) => ({ role: 'tool', tool_call_id: id, content: results[index] })),
      ],
      tools: tools?.map(({ name, description, schema: parameters }) =>
        ({ type: 'function', function: { name, description, parameters } })),
      response_format: schema && { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } },
      reasoning_effort: thinking && 'high',
    };
    const { completions } = connect(token).chat;
    let reasoning = '';
    const completion = stream
      ? await completions.stream({ ...params, stream_options: { include_usage: true } })
        // A word that the SDK does not know: of the pieces, it would keep the last.
        .on('chunk', (chunk) => { reasoning += chunk.choices[0]?.delta.reasoning_content ?? ''; })
        .finalChatCompletion()
      : await completions.create(params);
    const [{ message, finish_reason: finish }] = completion.choices;
    return {
      message,
      text: message.content ?? '',
      reasoning: stream ? reasoning : message.reasoning_content,
      calls: message.tool_calls?.map(({ id, function: { name, arguments: args } }) => called(id, name, args)),
      finish: { stop: 'stop', tool_calls: 'calls' }[finish],
      usage: { input: completion.usage.prompt_tokens, output: completion.usage.completion_tokens },
    };
  },
});

contract({
  name: 'openai, responses',
  isTyped,
  async ask({ model, system, prompt, limit, stream, picture, tools, schema, thinking, answer, results }, token) {
    const params = {
      model,
      max_output_tokens: limit,
      instructions: system,
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: prompt },
            ...(picture ? [{ type: 'input_image', image_url: dataUrl(picture), detail: 'auto' }] : []),
          ],
        },
        ...(answer?.output ?? []),
        ...(answer?.calls ?? []).map(({ id }, index) =>
          ({ type: 'function_call_output', call_id: id, output: results[index] })),
      ],
      tools: tools?.map(({ name, description, schema: parameters }) =>
        ({ type: 'function', name, description, parameters, strict: false })),
      text: schema && { format: { type: 'json_schema', name: 'answer', schema, strict: true } },
      reasoning: thinking && { effort: 'high', summary: 'auto' },
    };
    const { responses } = connect(token);
    const response = stream ? await responses.stream(params).finalResponse() : await responses.create(params);
    const items = (type) => response.output.filter((item) => item.type === type);
    return {
      output: response.output,
      text: response.output_text,
      reasoning: items('reasoning').flatMap((item) => item.summary).map((part) => part.text).join(''),
      calls: items('function_call').map((item) => called(item.call_id, item.name, item.arguments)),
      finish: response.status === 'completed' && (items('function_call').length ? 'calls' : 'stop'),
      usage: { input: response.usage.input_tokens, output: response.usage.output_tokens },
    };
  },
});
