import { type Effect, type JsonObject, type Skill } from '@bindery/model'

/** Whose shape a tool definition has. */
export type ToolFormat = 'openai' | 'anthropic' | 'mcp'

/** What a model is told of a skill. The text is that of the skill, which a person approved. */
export function toolDefinition(skill: Skill, format: ToolFormat): JsonObject {
  const { functionName: name, description, parametersSchema } = skill
  switch (format) {
    case 'openai':
      return { type: 'function', function: { name, description, parameters: parametersSchema } }
    case 'anthropic':
      return { name, description, input_schema: parametersSchema }
    case 'mcp':
      return {
        name,
        title: skill.toolName,
        description,
        inputSchema: parametersSchema,
        outputSchema: skill.outputSchema,
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
