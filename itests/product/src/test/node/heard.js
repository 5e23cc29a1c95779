// What a request says, read from each dialect's wire: the same members whatever the dialect.

const list = (value) => value ?? [];
const parts = (content) => (typeof content === 'string' ? [{ text: content }] : list(content));
const text = (content) => parts(content).map((part) => part.text ?? '').join('');
const from = (messages, ...roles) => list(messages).filter((message) => roles.includes(message.role));
const spoken = (messages) => messages.map((message) => text(message.content)).join('\n');
const picture = (url) => url.match(/^data:(?<type>[^;]+);base64,(?<data>.*)$/).groups;
const call = (id, name, args) => ({ id, name, args: typeof args === 'string' ? JSON.parse(args) : args });
const result = (id, said) => ({ id, said });

export const heard = {
  'openai-chat': (body) => ({
    model: body.model,
    stream: body.stream === true,
    limit: body.max_completion_tokens ?? body.max_tokens,
    system: spoken(from(body.messages, 'system', 'developer')),
    prompt: spoken(from(body.messages, 'user')),
    pictures: from(body.messages, 'user').flatMap((message) => parts(message.content))
      .filter((part) => part.image_url).map((part) => picture(part.image_url.url)),
    tools: list(body.tools).map((tool) => [tool.function.name, tool.function.parameters]),
    schema: body.response_format?.json_schema?.schema,
    thinking: body.reasoning_effort !== undefined,
    calls: list(body.messages).flatMap((message) => list(message.tool_calls))
      .map(({ id, function: { name, arguments: args } }) => call(id, name, args)),
    results: from(body.messages, 'tool').map((message) => result(message.tool_call_id, text(message.content))),
  }),

  'openai-responses': (body) => ({
    model: body.model,
    stream: body.stream === true,
    limit: body.max_output_tokens,
    system: [list(body.instructions && [body.instructions]), spoken(from(body.input, 'system', 'developer'))].flat()
      .filter(Boolean).join('\n'),
    prompt: spoken(from(body.input, 'user')),
    pictures: from(body.input, 'user').flatMap((item) => parts(item.content))
      .filter((part) => part.image_url).map((part) => picture(part.image_url)),
    tools: list(body.tools).map((tool) => [tool.name, tool.parameters]),
    schema: body.text?.format?.schema,
    thinking: body.reasoning !== undefined,
    calls: body.input.filter((item) => item.type === 'function_call')
      .map((item) => call(item.call_id, item.name, item.arguments)),
    results: body.input.filter((item) => item.type === 'function_call_output')
      .map((item) => result(item.call_id, text(item.output))),
  }),

  'anthropic-messages': (body) => {
    const blocks = body.messages.flatMap((message) => parts(message.content));
    return {
      model: body.model,
      stream: body.stream === true,
      limit: body.max_tokens,
      system: text(body.system),
      prompt: spoken(from(body.messages, 'user')),
      pictures: blocks.filter((block) => block.type === 'image')
        .map(({ source }) => ({ type: source.media_type, data: source.data })),
      tools: list(body.tools).map((tool) => [tool.name, tool.input_schema]),
      // Where the model cannot be held to a schema, that is what a tool is called with.
      schema: body.output_config?.format?.schema
        ?? list(body.tools).find((tool) => tool.name === 'patchbay_answer')?.input_schema,
      thinking: body.thinking !== undefined,
      calls: blocks.filter((block) => block.type === 'tool_use').map(({ id, name, input }) => call(id, name, input)),
      results: blocks.filter((block) => block.type === 'tool_result')
        .map((block) => result(block.tool_use_id, text(block.content))),
    };
  },

  gemini: (body, path) => {
    const all = body.contents.flatMap((content) => content.parts);
    return {
      model: decodeURIComponent(path).match(/\/models\/(.+):/)[1],
      stream: path.endsWith(':streamGenerateContent'),
      limit: body.generationConfig?.maxOutputTokens,
      system: text(body.systemInstruction?.parts),
      prompt: from(body.contents, 'user').map((content) => text(content.parts)).join('\n'),
      pictures: all.filter((part) => part.inlineData)
        .map(({ inlineData }) => ({ type: inlineData.mimeType, data: inlineData.data })),
      tools: list(body.tools).flatMap((tool) => list(tool.functionDeclarations))
        .map((tool) => [tool.name, tool.parametersJsonSchema ?? tool.parameters]),
      schema: body.generationConfig?.responseJsonSchema ?? body.generationConfig?.responseSchema,
      thinking: body.generationConfig?.thinkingConfig !== undefined,
      // Here a result is its call's by their order, and by the name.
      calls: all.filter((part) => part.functionCall)
        .map(({ functionCall }) => call(functionCall.id ?? functionCall.name, functionCall.name, functionCall.args)),
      results: all.filter((part) => part.functionResponse).map(({ functionResponse: { id, name, response } }) =>
        result(id ?? name, response.output ?? JSON.stringify(response))),
    };
  },

  'cohere-v2': (body) => ({
    model: body.model,
    stream: body.stream === true,
    limit: body.max_tokens,
    system: spoken(from(body.messages, 'system')),
    prompt: spoken(from(body.messages, 'user')),
    pictures: from(body.messages, 'user').flatMap((message) => parts(message.content))
      .filter((part) => part.image_url).map((part) => picture(part.image_url.url)),
    tools: list(body.tools).map((tool) => [tool.function.name, tool.function.parameters]),
    schema: body.response_format?.json_schema,
    thinking: body.thinking !== undefined,
    calls: body.messages.flatMap((message) => list(message.tool_calls))
      .map(({ id, function: { name, arguments: args } }) => call(id, name, args)),
    results: from(body.messages, 'tool').map((message) => result(message.tool_call_id, text(message.content))),
  }),

  'bedrock-converse': (body, path) => {
    const blocks = body.messages.flatMap((message) => message.content);
    return {
      model: decodeURIComponent(path).match(/\/model\/(.+)\/converse/)[1],
      stream: path.endsWith('/converse-stream'),
      limit: body.inferenceConfig?.maxTokens,
      system: text(body.system),
      prompt: spoken(from(body.messages, 'user')),
      pictures: blocks.filter((block) => block.image)
        .map(({ image }) => ({ type: `image/${image.format}`, data: image.source.bytes })),
      tools: list(body.toolConfig?.tools).filter((tool) => tool.toolSpec)
        .map(({ toolSpec }) => [toolSpec.name, toolSpec.inputSchema.json]),
      schema: body.outputConfig && JSON.parse(body.outputConfig.textFormat.structure.jsonSchema.schema),
      thinking: body.additionalModelRequestFields?.thinking !== undefined,
      calls: blocks.filter((block) => block.toolUse)
        .map(({ toolUse }) => call(toolUse.toolUseId, toolUse.name, toolUse.input)),
      results: blocks.filter((block) => block.toolResult)
        .map(({ toolResult }) => result(toolResult.toolUseId, text(toolResult.content))),
    };
  },
};
