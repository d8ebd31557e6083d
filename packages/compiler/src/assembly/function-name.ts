import { toSnakeCase } from '../resolution/propose-parameter.ts'

/** The name that a model calls: `^[a-zA-Z0-9_-]{1,64}$`, made from the free text of a tool name, always the same way. */
export function toFunctionName(toolName: string): string {
  const name = toSnakeCase(toolName)
  return name === 'value' && !/value/i.test(toolName) ? 'skill' : name
}
