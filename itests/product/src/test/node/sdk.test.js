// The official OpenAI SDK for Node through the gateway: GATEWAY is its address, TOKEN a virtual key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const connect = (apiKey) => new OpenAI({ baseURL: `${process.env.GATEWAY}/v1`, apiKey, maxRetries: 0 });
const client = connect(process.env.TOKEN);
const hello = (model, more = {}) => ({ model, messages: [{ role: 'user', content: 'Say hello.' }], ...more });
const tools = ['weather', 'time'].map((name) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}));
const accumulate = (params) =>
  client.chat.completions.stream({ ...params, stream_options: { include_usage: true } }).finalChatCompletion();

test('text', async () => {
  const completion = await client.chat.completions.create(hello('gpt-test'));
  assert.equal(completion.choices[0].message.content, 'Dobrý den, světe! 👋 Patchbay says hello.');
  assert.equal(completion.usage.total_tokens, 31);
});

for (const model of ['gpt-test', 'mock-1']) {
  test(`a stream adds up to the unstreamed answer: ${model}`, async () => {
    const whole = await client.chat.completions.create(hello(model));
    const accumulated = await accumulate(hello(model));
    assert.equal(accumulated.choices[0].message.content, whole.choices[0].message.content);
    assert.equal(accumulated.choices[0].finish_reason, whole.choices[0].finish_reason);
    assert.deepEqual(accumulated.usage, whole.usage);
    assert.equal(accumulated.model, whole.model);
  });
}

test('parallel tool calls, streamed or not', async () => {
  const calls = (completion) =>
    completion.choices[0].message.tool_calls.map((call) => [call.id, call.function.name, call.function.arguments]);
  const whole = calls(await client.chat.completions.create(hello('gpt-test', { tools })));
  assert.deepEqual(whole, [
    ['call_a1', 'weather', '{"city":"Ostrava","unit":"°C"}'],
    ['call_b2', 'time', '{}'],
    ['call_c3', 'weather', '{"city":"Zürich","unit":"°C"}'],
  ]);
  assert.deepEqual(calls(await accumulate(hello('gpt-test', { tools }))), whole);
});

test('structured output', async () => {
  const schema = { type: 'object', properties: { city: { type: 'string' }, celsius: { type: 'integer' } } };
  const completion = await client.chat.completions.parse(
    hello('gpt-test', { response_format: { type: 'json_schema', json_schema: { name: 'weather', schema } } }),
  );
  assert.deepEqual(JSON.parse(completion.choices[0].message.content), { city: 'Ostrava', celsius: 21, sunny: true });
});

test('embeddings', async () => {
  for (const encoding_format of [undefined, 'float', 'base64']) {
    const { data } = await client.embeddings.create({
      model: 'text-embedding-test',
      input: ['one', 'two'],
      ...(encoding_format && { encoding_format }),
    });
    assert.equal(data.length, 2);
    if (encoding_format !== 'base64') {
      assert.deepEqual(Array.from(data[0].embedding), [0.5, -0.25, 0.125]);
    }
  }
});

test('models are listed and found by name', async () => {
  const ids = [];
  for await (const model of client.models.list()) {
    ids.push(model.id);
  }
  for (const id of ['gpt-test', 'main/gpt-test', 'mock-1', 'gpt-limited']) {
    assert.ok(ids.includes(id), `${id} is not in ${ids}`);
  }
  assert.equal((await client.models.retrieve('main/gpt-test')).id, 'main/gpt-test');
  await assert.rejects(client.models.retrieve('no-such'), OpenAI.NotFoundError);
});

const errors = [
  ['a wrong token', connect('token-of-nobody'), hello('gpt-test'), OpenAI.AuthenticationError, 'invalid_api_key'],
  ['an unknown model', client, hello('no-such-model'), OpenAI.NotFoundError, 'model_not_found'],
  ['a bad request', client, hello('gpt-test', { temperature: 99 }), OpenAI.BadRequestError, 'decimal_above_max_value'],
  ['a rate limit', client, hello('gpt-limited'), OpenAI.RateLimitError, 'rate_limit_exceeded'],
];
for (const [name, caller, params, type, code] of errors) {
  for (const stream of [false, true]) {
    test(`${name} is a typed error${stream ? ', streamed' : ''}`, async () => {
      await assert.rejects(caller.chat.completions.create({ ...params, stream }), (error) => {
        assert.ok(error instanceof type, `${error}`);
        assert.equal(error.code, code);
        return true;
      });
    });
  }
}
