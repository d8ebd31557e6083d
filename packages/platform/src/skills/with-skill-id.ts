import type { ToolFormat } from '@bindery/compiler'
import { isJsonObject, type JsonObject } from '@bindery/model'

/** An MCP tool that says which skill it is. Other formats have no place for that which their providers would take. */
export function withSkillId(
  definition: JsonObject,
  { format, skillId }: { readonly format: ToolFormat; readonly skillId: string },
): JsonObject {
  if (format !== 'mcp') return definition
  const meta = isJsonObject(definition['_meta']) ? definition['_meta'] : {}
  return { ...definition, _meta: { ...meta, 'bindery/skillId': skillId } }
}
