import { failure, type Result, success } from '../result.ts'

/**
 * A stretch of a template: text that is sent as it is, or the place of a parameter. Stretches with the same number in
 * `optional` are left out together, of a call that gives no value for one of their parameters.
 */
export type TemplateStretch = ({ readonly text: string } | { readonly param: string }) & {
  readonly optional?: number
}

/** Most parts of a template that a call may leave out: each is one text more to prove, and they multiply. */
export const mostOptionalParts = 4

/**
 * Splits a template: names in braces are parameters, `{{` and `}}` are braces, and what stands between `{?` and `?}` may be left
 * out. Fails with what is wrong, and where from 1.
 */
export function parseTemplate(template: string): Result<readonly TemplateStretch[], string> {
  const stretches: TemplateStretch[] = []
  let open: { readonly at: number; readonly optional: number } | undefined
  let count = 0
  for (let at = 0; at < template.length; ) {
    const sign = readSign(template, at, open !== undefined)
    if (sign.kind === 'wrong') return failure(`${sign.what} at character ${at + 1} ${sign.why}`)
    if (sign.kind === 'open') open = { at, optional: (count += 1) }
    const optional = open?.optional
    if (sign.kind === 'close') {
      if (!stretches.some((stretch) => stretch.optional === optional && 'param' in stretch))
        return failure(
          `"{?" at character ${(open?.at ?? at) + 1} encloses no parameter that a call could leave out`,
        )
      open = undefined
    }
    if (sign.kind === 'param' || sign.kind === 'text') add(stretches, sign, optional)
    at += sign.length
  }
  if (open !== undefined) return failure(`"{?" at character ${open.at + 1} is not closed by "?}"`)
  return success(stretches)
}

type Sign =
  | { readonly kind: 'text'; readonly text: string; readonly length: number }
  | { readonly kind: 'param'; readonly param: string; readonly length: number }
  | { readonly kind: 'open' | 'close'; readonly length: 2 }
  | { readonly kind: 'wrong'; readonly what: string; readonly why: string }

function readSign(template: string, at: number, isOptional: boolean): Sign {
  const sign = template.charAt(at)
  const next = template.charAt(at + 1)
  if (sign === '?' && next === '}' && isOptional) return { kind: 'close', length: 2 }
  if (sign !== '{' && sign !== '}') return { kind: 'text', text: sign, length: 1 }
  if (next === sign) return { kind: 'text', text: sign, length: 2 }
  if (sign === '}') return { kind: 'wrong', what: '"}"', why: 'closes nothing: write "}}" for a brace' }
  if (next !== '?') return readPlace(template, at)
  if (!isOptional) return { kind: 'open', length: 2 }
  return { kind: 'wrong', what: '"{?"', why: 'stands within another one: close that by "?}" first' }
}

function readPlace(template: string, at: number): Sign {
  const end = template.indexOf('}', at)
  const param = template.slice(at + 1, Math.max(end, at + 1))
  const wrong = { kind: 'wrong', what: '"{"' } as const
  if (end < 0) return { ...wrong, why: 'is not closed: write "{{" for a brace' }
  if (/^[^\s{"'\\]+$/.test(param)) return { kind: 'param', param, length: end + 1 - at }
  return { ...wrong, why: 'encloses no name of a parameter: write "{{" for a brace' }
}

/** Signs of text that follow one another are one stretch. */
function add(
  stretches: TemplateStretch[],
  sign: Extract<Sign, { readonly kind: 'text' | 'param' }>,
  optional: number | undefined,
): void {
  const group = optional === undefined ? {} : { optional }
  const last = stretches.at(-1)
  if (sign.kind === 'param') stretches.push({ param: sign.param, ...group })
  else if (last === undefined || 'param' in last || last.optional !== optional)
    stretches.push({ text: sign.text, ...group })
  else stretches.splice(-1, 1, { text: last.text + sign.text, ...group })
}

/** The template that these stretches come from. */
export const formatTemplate = (stretches: readonly TemplateStretch[]): string =>
  stretches
    .map((stretch, at) => {
      const { optional } = stretch
      const isFirst = optional !== undefined && stretches[at - 1]?.optional !== optional
      const isLast = optional !== undefined && stretches[at + 1]?.optional !== optional
      const text =
        'param' in stretch ? `{${stretch.param}}` : stretch.text.replaceAll('{', '{{').replaceAll('}', '}}')
      return `${isFirst ? '{?' : ''}${text}${isLast ? '?}' : ''}`
    })
    .join('')

/** The parts of a template that may be left out, by their numbers. */
export const optionalParts = (stretches: readonly TemplateStretch[]): readonly number[] => [
  ...new Set(stretches.flatMap(({ optional }) => optional ?? [])),
]

/** Parameters without which no text can be made: those that stand in what is never left out. */
export const neededParameters = (stretches: readonly TemplateStretch[]): readonly string[] => [
  ...new Set(
    stretches.flatMap((part) => ('param' in part && part.optional === undefined ? [part.param] : [])),
  ),
]

/** Parameters of a template, each once and in order; none of one that cannot be read. */
export function templateParameters(template: string): readonly string[] {
  const parsed = parseTemplate(template)
  if (!parsed.ok) return []
  return [...new Set(parsed.value.flatMap((stretch) => ('param' in stretch ? [stretch.param] : [])))]
}

type AnySource =
  | { readonly from: 'parameter'; readonly name: string }
  | { readonly from: 'template'; readonly parts: readonly TemplateStretch[] }
  | { readonly from: 'constant' | 'relative' | 'both' | 'neither' }

/** The parameters whose values go into one place, each once: whoever asks where a value goes asks here. */
export function sourceParameters(source: AnySource): readonly string[] {
  switch (source.from) {
    case 'parameter':
      return [source.name]
    case 'template':
      return [...new Set(source.parts.flatMap((part) => ('param' in part ? [part.param] : [])))]
    case 'constant':
    case 'relative':
    case 'both':
    case 'neither':
      return []
  }
}
