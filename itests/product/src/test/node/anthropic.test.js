// Anthropic's official SDK for Node.
import Anthropic from '@anthropic-ai/sdk';
import { contract, GATEWAY } from './contract.js';

const errors = {
  400: Anthropic.BadRequestError,
  401: Anthropic.AuthenticationError,
  404: Anthropic.NotFoundError,
  429: Anthropic.RateLimitError,
};

contract({
  name: 'anthropic',
  isTyped: (error, status) => error instanceof errors[status],
  async ask({ model, system, prompt, limit, stream, picture, tools, schema, thinking, answer, results }, apiKey) {
    const { messages } = new Anthropic({ baseURL: GATEWAY, apiKey, maxRetries: 0 });
    const params = {
      model,
      max_tokens: limit,
      system,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: prompt },
            ...(picture
              ? [{ type: 'image', source: { type: 'base64', media_type: picture.type, data: picture.data } }]
              : []),
          ],
        },
        ...(answer ? [
          { role: 'assistant', content: answer.content },
          {
            role: 'user',
            content: answer.calls.map(({ id }, index) =>
              ({ type: 'tool_result', tool_use_id: id, content: results[index] })),
          },
        ] : []),
      ],
      tools: tools?.map(({ name, description, schema: input_schema }) => ({ name, description, input_schema })),
      output_config: schema && { format: { type: 'json_schema', schema } },
      thinking: thinking && { type: 'enabled', budget_tokens: 2048 },
    };
    const message = stream ? await messages.stream(params).finalMessage() : await messages.create(params);
    const blocks = (type) => message.content.filter((block) => block.type === type);
    return {
      content: message.content,
      text: blocks('text').map((block) => block.text).join(''),
      reasoning: blocks('thinking').map((block) => block.thinking).join(''),
      calls: blocks('tool_use').map(({ id, name, input: args }) => ({ id, name, args })),
      finish: { end_turn: 'stop', tool_use: 'calls' }[message.stop_reason],
      usage: {
        input: message.usage.input_tokens + message.usage.cache_creation_input_tokens
          + message.usage.cache_read_input_tokens,
        output: message.usage.output_tokens,
      },
    };
  },
});
