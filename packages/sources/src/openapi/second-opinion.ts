import type Parser from '@apidevtools/swagger-parser'
import { isJsonObject, type Issue, type JsonObject, type SourceDocument } from '@bindery/model'
import { z } from 'zod'
import { missingOpinion } from '../missing-opinion.ts'
import { IssueLog } from '../json-schema/issue-log.ts'
import { parseDocument } from './parse-document.ts'

type ParserInput = Parameters<typeof Parser.validate>[0]

/** Of a document with a thousand mistakes the first ones tell the most. */
const mostFindings = 100

/**
 * What swagger-parser, which holds a document against the letter of its standard, says of one that we read more leniently.
 * Its findings change nothing of the catalog. Only for a process that can be killed: small documents can keep it busy for
 * ever. Nothing that the document refers to is opened. Throws what `parseDocument` throws, and whatever breaks in
 * swagger-parser, which is no finding: a RangeError for documents that are nested too deeply for it.
 */
export async function secondOpinion(document: SourceDocument): Promise<readonly Issue[]> {
  const root = parseDocument(document, new IssueLog())
  if (!isJsonObject(root)) return [finding('The document is no object.', '')]
  const found = whatItSaysBadly(root)
  if (found !== undefined) return [found]
  const copy: unknown = JSON.parse(JSON.stringify(root))
  if (!isParserInput(copy)) return [finding('The document is no object.', '')]
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser')
  try {
    await SwaggerParser.validate(copy, { resolve: { external: false } })
    return []
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw error
    return toFindings(error)
  }
}

/**
 * What swagger-parser refuses before it looks at anything, in words that help: its own name the document "[object Object]",
 * and call every version wrong that it is too old for.
 */
function whatItSaysBadly({ swagger, openapi, paths, webhooks, components }: JsonObject): Issue | undefined {
  if (swagger) return undefined
  if (openapi === undefined) return finding('must say its version, as "openapi" or "swagger"', '')
  if (typeof openapi !== 'string' || !/^\d+\.\d+\.\d+/.test(openapi))
    return finding('must be a version of three numbers in quotes, such as "3.1.0"', '/openapi')
  if (!/^3\.(?:0\.[0-4]|1\.[0-2])$/.test(openapi)) return missingOpinion('it knows OpenAPI up to 3.1.2')
  if (paths !== undefined) return undefined
  if (openapi.startsWith('3.0')) return finding("must have required property 'paths'", '')
  if (webhooks !== undefined) return undefined
  if (components !== undefined) return missingOpinion('it knows no documents of components alone')
  return finding("must have 'paths', 'webhooks' or 'components'", '')
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
