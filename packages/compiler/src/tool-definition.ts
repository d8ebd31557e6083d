import type { Effect, JsonObject, Skill } from '@bindery/model'
import { publishedOutputSchema } from './assembly/output-schema.ts'
import { toStrict } from './strict-schema.ts'

/** Whose shape a tool definition has. */
export type ToolFormat = 'openai' | 'openai_strict' | 'anthropic' | 'mcp'

/**
 * What a model is told of a skill. The text is that of the skill, which a person approved; what its output promises is made
 * of it anew. `openai_strict` is what OpenAI's strict mode takes; calls that are made by it are read with `fromStrict`.
 */
export function toolDefinition(skill: Skill, format: ToolFormat): JsonObject {
  const { functionName: name, description, parametersSchema } = skill
  switch (format) {
    case 'openai':
      return { type: 'function', function: { name, description, parameters: parametersSchema } }
    case 'openai_strict':
      return {
        type: 'function',
        function: { name, description, strict: true, parameters: toStrict(parametersSchema) },
      }
    case 'anthropic':
      return { name, description, input_schema: parametersSchema }
    case 'mcp':
      return {
        name,
        title: skill.toolName,
        description,
        inputSchema: parametersSchema,
        outputSchema: publishedOutputSchema(skill),
        annotations: annotationsOf(skill.effect),
      }
  }
}

/** Hints by the MCP specification. A create or an action may do its work twice, so neither is idempotent. */
function annotationsOf(effect: Effect): JsonObject {
  return {
    readOnlyHint: effect === 'read',
    destructiveHint: effect === 'update' || effect === 'delete' || effect === 'action',
    idempotentHint: effect === 'read' || effect === 'update' || effect === 'delete',
    openWorldHint: true,
  }
}
