// Vercel's AI SDK for Node, with the providers that speak Patchbay's dialects.
import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createCohere } from '@ai-sdk/cohere';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateText, jsonSchema, Output, streamText, tool } from 'ai';
import { contract, GATEWAY } from './contract.js';

const providers = [
  {
    name: 'openai',
    of: (apiKey) => createOpenAI({ baseURL: `${GATEWAY}/v1`, apiKey }),
    // Else what the model said is referred to as if it were stored.
    options: { store: false },
    thinking: { forceReasoning: true, reasoningEffort: 'high', reasoningSummary: 'auto' },
  },
  {
    name: 'openai.chat',
    of: (apiKey) => createOpenAI({ baseURL: `${GATEWAY}/v1`, apiKey }).chat,
    lacks: ['thinking'],
  },
  {
    name: 'anthropic',
    of: (apiKey) => createAnthropic({ baseURL: `${GATEWAY}/v1`, apiKey }),
    options: { structuredOutputMode: 'outputFormat' },
    thinking: { thinking: { type: 'enabled', budgetTokens: 2048 } },
  },
  {
    name: 'google',
    of: (apiKey) => createGoogleGenerativeAI({ baseURL: `${GATEWAY}/v1beta`, apiKey }),
    thinking: { thinkingConfig: { includeThoughts: true, thinkingBudget: 2048 } },
    told: (name, content) => JSON.stringify({ name, content }),
  },
  {
    name: 'cohere',
    of: (apiKey) => createCohere({ baseURL: `${GATEWAY}/v2`, apiKey }),
    thinking: { thinking: { type: 'enabled', tokenBudget: 2048 } },
  },
  {
    name: 'bedrock',
    of: (apiKey) => createAmazonBedrock({ baseURL: GATEWAY, region: 'eu-west-1', apiKey }),
    // It says these for models only that it knows.
    lacks: ['thinking', 'structured'],
  },
];

for (const provider of providers) {
  contract({
    name: `ai, ${provider.name}`,
    isTyped: APICallError.isInstance,
    lacks: provider.lacks,
    told: provider.told,
    async ask({ model, system, prompt, limit, stream, picture, tools, schema, thinking, answer, results }, token) {
      const params = {
        model: provider.of(token)(model),
        maxRetries: 0,
        maxOutputTokens: limit,
        system,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: prompt },
              ...(picture ? [{ type: 'image', image: picture.data, mediaType: picture.type }] : []),
            ],
          },
          ...(answer?.messages ?? []),
          ...(answer ? [{
            role: 'tool',
            content: answer.calls.map(({ id, name }, index) => ({
              type: 'tool-result', toolCallId: id, toolName: name, output: { type: 'text', value: results[index] },
            })),
          }] : []),
        ],
        tools: tools && Object.fromEntries(tools.map(({ name, description, schema: inputSchema }) =>
          [name, tool({ description, inputSchema: jsonSchema(inputSchema) })])),
        ...(schema && { output: Output.object({ schema: jsonSchema(schema) }) }),
        providerOptions: {
          [provider.name]: { ...provider.options, ...(thinking && provider.thinking) },
        },
      };
      const result = stream ? await streamed(params) : await generateText(params);
      const usage = await result.totalUsage;
      return {
        messages: (await result.response).messages,
        text: await result.text,
        reasoning: await result.reasoningText,
        calls: (await result.toolCalls).map(({ toolCallId: id, toolName: name, input: args }) => ({ id, name, args })),
        finish: { stop: 'stop', 'tool-calls': 'calls' }[await result.finishReason],
        usage: { input: usage.inputTokens, output: usage.outputTokens },
      };
    },
  });
}

/** A stream to its end, whose error is thrown. */
async function streamed(params) {
  const result = streamText({ ...params, onError() {} });
  for await (const part of result.fullStream) {
    if (part.type === 'error') {
      throw part.error;
    }
  }
  return result;
}
