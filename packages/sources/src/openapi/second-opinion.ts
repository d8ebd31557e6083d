import type Parser from '@apidevtools/swagger-parser'
import type { Issue, SourceDocument } from '@bindery/model'
import { z } from 'zod'
import { IssueLog } from '../json-schema/issue-log.ts'
import { parseDocument } from './parse-document.ts'

type ParserInput = Parameters<typeof Parser.validate>[0]

/** Of a document with a thousand mistakes the first ones tell the most. */
const mostFindings = 100

/**
 * What swagger-parser, which holds a document against the letter of its standard, says of one that we read more leniently.
 * Its findings change nothing of the catalog. Only for a process that can be killed: small documents can keep it busy for
 * ever. Nothing that the document refers to is opened. Throws what `parseDocument` throws.
 */
export async function secondOpinion(document: SourceDocument): Promise<readonly Issue[]> {
  const parsed: unknown = JSON.parse(JSON.stringify(parseDocument(document, new IssueLog())))
  if (!isParserInput(parsed)) return [finding('The document is no object.', '')]
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser')
  try {
    await SwaggerParser.validate(parsed, { resolve: { external: false } })
    return []
  } catch (error) {
    return toFindings(error)
  }
}

const Refusal = z.object({
  message: z.string(),
  details: z
    .array(
      z.object({
        message: z.string().default('is not as the standard says'),
        instancePath: z.string().optional(),
        path: z.union([z.string(), z.array(z.union([z.string(), z.number()]))]).optional(),
      }),
    )
    .optional(),
})

function toFindings(error: unknown): readonly Issue[] {
  const refusal = Refusal.safeParse(error)
  if (!refusal.success) return [finding('It is refused, without a reason.', '')]
  const { message, details = [] } = refusal.data
  if (details.length === 0) return [finding(message, '')]
  const shown = details
    .slice(0, mostFindings)
    .map((detail) => finding(detail.message, detail.instancePath ?? toPointerText(detail.path)))
  const more = details.length - shown.length
  return more === 0 ? shown : [...shown, finding(`${more} more findings are left out.`, '')]
}

function toPointerText(path: string | readonly (string | number)[] | undefined): string {
  if (path === undefined) return ''
  if (typeof path === 'string') return path.replace(/^#/, '')
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function finding(message: string, pointer: string): Issue {
  return {
    code: 'second_opinion',
    severity: 'info',
    path: [],
    message: `swagger-parser: ${message.slice(0, 500).toWellFormed()}`,
    pointer: pointer.slice(0, 1_000).toWellFormed(),
  }
}

/** The validator checks everything that its type promises; what it does not accept is the opinion. */
function isParserInput(value: unknown): value is ParserInput {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
