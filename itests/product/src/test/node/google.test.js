// Google's official SDK for Node.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, GoogleGenAI } from '@google/genai';
import { contract, GATEWAY } from './contract.js';
import { vendors } from './vendors.js';

const connect = (apiKey) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: GATEWAY } });

contract({
  name: 'google',
  isTyped: (error) => error instanceof ApiError,
  async ask({ model, system, prompt, limit, stream, picture, tools, schema, thinking, answer, results }, apiKey) {
    const { models } = connect(apiKey);
    const params = {
      model,
      contents: [
        {
          role: 'user',
          parts: [
            { text: prompt },
            ...(picture ? [{ inlineData: { mimeType: picture.type, data: picture.data } }] : []),
          ],
        },
        ...(answer ? [
          { role: 'model', parts: answer.parts },
          {
            role: 'user',
            parts: answer.calls.map(({ id, name }, index) =>
              ({ functionResponse: { id, name, response: { output: results[index] } } })),
          },
        ] : []),
      ],
      config: {
        systemInstruction: system,
        maxOutputTokens: limit,
        tools: tools && [{
          functionDeclarations: tools.map(({ name, description, schema: parametersJsonSchema }) =>
            ({ name, description, parametersJsonSchema })),
        }],
        ...(schema && { responseMimeType: 'application/json', responseJsonSchema: schema }),
        thinkingConfig: thinking && { includeThoughts: true, thinkingBudget: 2048 },
      },
    };
    const chunks = [];
    for await (const chunk of stream ? await models.generateContentStream(params) : [models.generateContent(params)]) {
      chunks.push(chunk);
    }
    const parts = chunks.flatMap((chunk) => chunk.candidates?.[0].content?.parts ?? []);
    const words = (thought) => parts.filter((part) => part.text && !!part.thought === thought)
      .map((part) => part.text).join('');
    const calls = parts.filter((part) => part.functionCall)
      .map(({ functionCall: { id, name, args } }) => ({ id, name, args: args ?? {} }));
    const { candidates: [{ finishReason }], usageMetadata: usage } = chunks.at(-1);
    return {
      parts,
      text: words(false),
      reasoning: words(true),
      calls,
      finish: finishReason === 'STOP' && (calls.length ? 'calls' : 'stop'),
      usage: { input: usage.promptTokenCount, output: usage.candidatesTokenCount + (usage.thoughtsTokenCount ?? 0) },
    };
  },
});

test('google: the models of all vendors are listed', async () => {
  const { models } = connect(process.env.TOKEN);
  const names = [];
  for await (const { name } of await models.list()) {
    names.push(name);
  }
  const expected = vendors.map(({ name }) => `models/${name}-limited`);
  assert.deepEqual(names.filter((name) => expected.includes(name)).sort(), expected.sort());
});
