import { membersOf } from '../output/rows.ts'
import type { PublishedAgent, SkillSchema } from './skill-schemas.ts'

/** The types of an agent's published skills, for `createAgentClient<Skills>` of the client. */
export function declarationText({ name, skills }: PublishedAgent): string {
  return [
    `/** What the agent ${JSON.stringify(inComment(name))} has published. Made by \`bindery types\`; never edited by hand. */`,
    'export interface Skills {',
    ...skills.map(skillText),
    '}',
    '',
  ].join('\n')
}

const skillText = ({ name, description, params, output }: SkillSchema): string =>
  [
    ...comment(description, '  '),
    `  readonly ${JSON.stringify(name)}: {`,
    `    readonly params: ${typeText(params, '    ')}`,
    `    readonly output: ${typeText(output, '    ')}`,
    '  }',
  ].join('\n')

/** A JSON Schema as a type; what a type cannot say is wider than the schema, never narrower. */
export function typeText(schema: unknown, indent = ''): string {
  const members = membersOf(schema)
  const choices = members.get('enum')
  if (Array.isArray(choices)) return choices.map((one) => JSON.stringify(one)).join(' | ')
  if (members.has('const')) return JSON.stringify(members.get('const'))
  const parts = members.get('anyOf') ?? members.get('oneOf')
  if (Array.isArray(parts)) return parts.map((one) => typeText(one, indent)).join(' | ')
  const type = members.get('type')
  if (Array.isArray(type)) return type.map((one) => plainType(one, members, indent)).join(' | ')
  return plainType(type, members, indent)
}

function plainType(type: unknown, members: ReadonlyMap<string, unknown>, indent: string): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'number':
    case 'integer':
      return 'number'
    case 'array':
      return `readonly (${typeText(members.get('items'), indent)})[]`
    case 'object':
      return objectText(members, indent)
    default:
      return 'unknown'
  }
}

function objectText(members: ReadonlyMap<string, unknown>, indent: string): string {
  const required = members.get('required')
  const isRequired = (name: string): boolean => Array.isArray(required) && required.includes(name)
  const properties = [...membersOf(members.get('properties'))]
  if (properties.length === 0) return 'Readonly<Record<string, unknown>>'
  const inner = `${indent}  `
  return [
    '{',
    ...properties.flatMap(([name, schema]) => [
      ...comment(membersOf(schema).get('description'), inner),
      `${inner}readonly ${JSON.stringify(name)}${isRequired(name) ? '' : '?'}: ${typeText(schema, inner)}`,
    ]),
    `${indent}}`,
  ].join('\n')
}

const comment = (text: unknown, indent: string): readonly string[] =>
  typeof text === 'string' && text !== '' ? [`${indent}/** ${inComment(text)} */`] : []

/** What a provider wrote cannot end the comment that it stands in. */
const inComment = (text: string): string =>
  text.replaceAll('*/', '* /').replaceAll(/[\r\n\u2028\u2029]+/g, ' ')
