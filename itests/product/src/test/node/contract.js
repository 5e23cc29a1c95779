// What every SDK must be able to do with every vendor, whichever dialects the two speak.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heard } from './heard.js';
import { vendors } from './vendors.js';

export const { GATEWAY } = process.env;
const { TOKEN, VENDORS, VENDORS_KEY } = process.env;

const QUESTION = { system: 'You are a precise assistant.', prompt: 'What do the labels say? 🏷️', limit: 4000 };
const PICTURE = {
  type: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
};

/**
 * Tests an SDK with the vendors.
 *
 * `ask(question, token)` asks through the gateway. A question has `model`, `system`, `prompt`, `limit` and `stream`, and may
 * have a `picture`, `tools`, a `schema` that the answer must have, `thinking`; or, after calls, the `answer` that made
 * them and the `results`. An answer has `text`, `reasoning`, `calls` with `id`, `name` and `args`, `finish` (`stop` or
 * `calls`) and `usage`, and whatever the SDK needs to go on. `isTyped(error, status)` tells its own exceptions, `lacks`
 * names what it has no words for, and `told` says what it makes of a tool's result.
 */
export function contract({ name, ask, isTyped, lacks = [], told = (tool, result) => result }) {
  const question = (vendor, more) => ({ ...QUESTION, model: vendor.model, ...more });

  async function exchange(vendor, recording, more) {
    await play(recording);
    const answer = await ask(question(vendor, more), TOKEN);
    return { answer, asked: await asked(vendor) };
  }

  async function fails(status, words, asking) {
    await assert.rejects(asking, (error) => {
      assert.ok(isTyped(error, status), `${error?.constructor?.name}: ${error}`);
      assert.equal(error.status ?? error.statusCode, status);
      assert.match(error.message, words);
      return true;
    });
  }

  for (const stream of [false, true]) {
    const how = `${name}${stream ? ', streamed' : ''}`;

    test(`${how}: a wrong key is refused`, () =>
      fails(401, /key/i, ask(question(vendors[0], { stream }), 'token-of-nobody')));

    test(`${how}: a model that nobody has is not found`, () =>
      fails(404, /no-such-model/, ask(question({ model: 'no-such-model' }, { stream }), TOKEN)));

    for (const vendor of vendors) {
      const [text, calls, thinking, structured] = ['text', 'calls', 'thinking', 'structured']
        .map((kind) => vendor[kind]?.[Number(stream)]);
      const can = (what, does) => test(`${how}, and ${vendor.name}: ${what}`, does);

      can('text', async () => {
        const { answer, asked } = await exchange(vendor, text.recording, { stream });
        says(answer.text, text.text);
        assert.equal(answer.finish, 'stop');
        assert.deepEqual(answer.usage, text.usage);
        assert.deepEqual(pick(asked, 'model', 'stream', 'system', 'prompt', 'limit'),
          { model: vendor.model, stream, ...QUESTION });
      });

      can('calls of tools, and their results', async () => {
        const tools = toolsOf(calls.calls);
        const first = await exchange(vendor, calls.recording, { stream, tools });
        assert.deepEqual(named(first.answer.calls), calls.calls);
        assert.equal(first.answer.finish, 'calls');
        assert.deepEqual(first.asked.tools.map(([tool, schema]) => [tool, Object.keys(schema?.properties ?? {})]),
          tools.map((tool) => [tool.name, Object.keys(tool.schema.properties)]));

        const results = calls.calls.map(([tool], index) => `${index} of ${tool}`);
        const second = await exchange(vendor, calls.after, { stream, tools, answer: first.answer, results });
        says(second.answer.text, calls.text);
        assert.deepEqual(named(second.asked.calls), calls.calls);
        assert.deepEqual(second.asked.results.map((result) => result.said),
          results.map((result, index) => told(calls.calls[index][0], result)));
        assert.deepEqual(second.asked.results.map((result) => result.id), second.asked.calls.map((call) => call.id));
      });

      if (thinking && !lacks.includes('thinking')) {
        can('thoughts', async () => {
          const { answer, asked } = await exchange(vendor, thinking.recording, { stream, thinking: true });
          says(answer.reasoning, thinking.reasoning);
          says(answer.text, thinking.text);
          assert.ok(asked.thinking);
        });
      }

      if (structured && !lacks.includes('structured')) {
        can('an object', async () => {
          const schema = schemaOf(structured.json);
          const { answer, asked } = await exchange(vendor, structured.recording, { stream, schema });
          assert.deepEqual(pick(JSON.parse(answer.text), ...Object.keys(schema.properties)), structured.json);
          assert.deepEqual(asked.schema?.properties, schema.properties);
        });
      }

      if (!lacks.includes('picture')) {
        can('a picture', async () => {
          const { asked } = await exchange(vendor, text.recording, { stream, picture: PICTURE });
          assert.deepEqual(asked.pictures.map((picture) => ({ ...picture })), [PICTURE]);
          assert.equal(asked.prompt, QUESTION.prompt);
        });
      }

      if (stream) {
        can('typed error 429', async () => {
          await play({ status: 429, body: vendor.limited });
          await fails(429, /./, ask(question({ model: `${vendor.name}-limited` }, { stream }), TOKEN));
        });
      } else {
        for (const { recording, status, words } of vendor.failures) {
          can(`typed error ${status}`, async () => {
            await play(recording);
            await fails(status, words, ask(question(vendor), TOKEN));
          });
        }
      }
    }
  }
}

async function play(...answers) {
  const { ok } = await fetch(`${VENDORS}/play`, { method: 'POST', body: JSON.stringify(answers) });
  assert.ok(ok);
}

/** What the vendor was asked: once, with its own key, and without the client's. */
async function asked(vendor) {
  const requests = await (await fetch(`${VENDORS}/heard`)).json();
  assert.deepEqual(requests.map(({ path }) => path.split('/')[1]), [vendor.name]);
  const [{ path, headers, body }] = requests;
  assert.ok(Object.values(headers).some((value) => value.includes(VENDORS_KEY)), 'the key is missing');
  assert.ok(!JSON.stringify(requests).includes(TOKEN), 'the token of the client is told');
  return heard[vendor.dialect](JSON.parse(body), path);
}

function says(actual, expected) {
  if (expected instanceof RegExp) {
    assert.match(actual, expected);
  } else {
    assert.equal(actual, expected);
  }
}

const pick = (from, ...names) => Object.fromEntries(names.map((name) => [name, from[name]]));
const named = (calls) => calls.map(({ name, args }) => [name, args]);

function schemaOf(value) {
  return value instanceof Object
    ? {
      type: 'object',
      properties: Object.fromEntries(Object.entries(value).map(([name, each]) => [name, schemaOf(each)])),
      required: Object.keys(value),
      additionalProperties: false,
    }
    : { type: typeof value };
}

const toolsOf = (calls) => Object.entries(Object.fromEntries(calls))
  .map(([name, args]) => ({ name, description: `It is ${name}.`, schema: schemaOf(args) }));
