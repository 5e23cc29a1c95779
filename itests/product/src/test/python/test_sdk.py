"""The official OpenAI SDK for Python through the gateway: GATEWAY is its address, TOKEN a virtual key."""

import os
import unittest

import openai
from pydantic import BaseModel


def connect(token):
    return openai.OpenAI(base_url=os.environ["GATEWAY"] + "/v1", api_key=token, max_retries=0)


client = connect(os.environ["TOKEN"])
TOOLS = [
    {"type": "function", "function": {"name": name, "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}
    for name in ("weather", "time")
]


class Weather(BaseModel):
    city: str
    celsius: int
    sunny: bool


def hello(model, **more):
    return {"model": model, "messages": [{"role": "user", "content": "Say hello."}], **more}


def accumulate(params):
    with client.chat.completions.stream(**params, stream_options={"include_usage": True}) as stream:
        return stream.get_final_completion()


def calls(completion):
    return [(call.id, call.function.name, call.function.arguments) for call in completion.choices[0].message.tool_calls]


class Sdk(unittest.TestCase):
    def test_text(self):
        completion = client.chat.completions.create(**hello("gpt-test"))
        self.assertEqual(completion.choices[0].message.content, "Dobrý den, světe! 👋 Patchbay says hello.")
        self.assertEqual(completion.usage.total_tokens, 31)

    def test_a_stream_adds_up_to_the_unstreamed_answer(self):
        for model in ("gpt-test", "mock-1"):
            with self.subTest(model):
                whole = client.chat.completions.create(**hello(model))
                accumulated = accumulate(hello(model))
                self.assertEqual(accumulated.choices[0].message.content, whole.choices[0].message.content)
                self.assertEqual(accumulated.choices[0].finish_reason, whole.choices[0].finish_reason)
                self.assertEqual(accumulated.usage, whole.usage)
                self.assertEqual(accumulated.model, whole.model)

    def test_parallel_tool_calls_streamed_or_not(self):
        whole = calls(client.chat.completions.create(**hello("gpt-test", tools=TOOLS)))
        self.assertEqual(
            whole,
            [
                ("call_a1", "weather", '{"city":"Ostrava","unit":"°C"}'),
                ("call_b2", "time", "{}"),
                ("call_c3", "weather", '{"city":"Zürich","unit":"°C"}'),
            ],
        )
        self.assertEqual(calls(accumulate(hello("gpt-test", tools=TOOLS))), whole)

    def test_structured_output(self):
        completion = client.chat.completions.parse(**hello("gpt-test", response_format=Weather))
        self.assertEqual(completion.choices[0].message.parsed, Weather(city="Ostrava", celsius=21, sunny=True))

    def test_embeddings(self):
        for encoding in ({}, {"encoding_format": "float"}):
            with self.subTest(encoding):
                response = client.embeddings.create(model="text-embedding-test", input=["one", "two"], **encoding)
                self.assertEqual([list(item.embedding) for item in response.data], [[0.5, -0.25, 0.125], [1, 0, -1]])

    def test_models_are_listed_and_found_by_name(self):
        ids = [model.id for model in client.models.list()]
        for model in ("gpt-test", "main/gpt-test", "mock-1", "gpt-limited"):
            self.assertIn(model, ids)
        self.assertEqual(client.models.retrieve("main/gpt-test").id, "main/gpt-test")
        with self.assertRaises(openai.NotFoundError):
            client.models.retrieve("no-such")

    def test_errors_are_typed_streamed_or_not(self):
        for name, caller, params, kind, code in (
            ("wrong token", connect("token-of-nobody"), hello("gpt-test"), openai.AuthenticationError, "invalid_api_key"),
            ("unknown model", client, hello("no-such-model"), openai.NotFoundError, "model_not_found"),
            ("bad request", client, hello("gpt-test", temperature=99), openai.BadRequestError, "decimal_above_max_value"),
            ("rate limit", client, hello("gpt-limited"), openai.RateLimitError, "rate_limit_exceeded"),
        ):
            for stream in (False, True):
                with self.subTest(name, stream=stream):
                    with self.assertRaises(kind) as raised:
                        caller.chat.completions.create(**params, stream=stream)
                    self.assertEqual(raised.exception.code, code)


if __name__ == "__main__":
    unittest.main(verbosity=2)
