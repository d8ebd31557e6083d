import { type Enclosure, type TemplateStretch, type TextSyntax } from '@bindery/model/syntax'

/** One place of a template, as a small reader of its language sees it. */
export interface TemplatePlace {
  readonly param: string
  /** Its index among the parts. */
  readonly at: number
  /** What it stands within, when it does. */
  readonly inside?: Enclosure
  /** The text on both sides, with dots for what is enclosed and `placeSign` for places. */
  readonly before: string
  readonly after: string
}

export interface ScannedTemplate {
  readonly places: readonly TemplatePlace[]
  /** What begins in the template and does not end. */
  readonly left?: Enclosure
}

/** Reads a template by the quotes, patterns and comments of its language, and by nothing else of it. */
export function scanTemplate(
  parts: readonly TemplateStretch[],
  { enclosures, hasEscapes }: TextSyntax,
): ScannedTemplate {
  let inside: Enclosure | undefined
  let bare = ''
  const found: {
    readonly param: string
    readonly at: number
    readonly inside?: Enclosure
    readonly from: number
  }[] = []
  for (const [at, part] of parts.entries()) {
    if ('param' in part) {
      found.push({ param: part.param, at, from: bare.length, ...(inside === undefined ? {} : { inside }) })
      bare += placeSign
      continue
    }
    for (let sign = 0; sign < part.text.length; ) {
      const step = stepAt(part.text, sign, { inside, enclosures, hasEscapes: hasEscapes === true })
      bare += step.bare
      inside = step.inside
      sign += step.length
    }
  }
  const places = found.map(({ from, ...place }) => ({
    ...place,
    before: bare.slice(0, from),
    after: bare.slice(from + placeSign.length),
  }))
  return inside === undefined ? { places } : { places, left: inside }
}

/** No character of any text. */
export const placeSign = '\uffff'

interface Reading {
  readonly inside: Enclosure | undefined
  readonly enclosures: readonly Enclosure[]
  readonly hasEscapes: boolean
}

interface Step {
  readonly length: number
  readonly bare: string
  readonly inside: Enclosure | undefined
}

function stepAt(text: string, at: number, { inside, enclosures, hasEscapes }: Reading): Step {
  if (inside === undefined) {
    const opened = enclosures.find(({ open }) => text.startsWith(open, at))
    if (hasEscapes && text.startsWith('\\', at)) return { length: 2, bare: '..', inside }
    if (opened !== undefined) return { length: opened.open.length, bare: opened.open, inside: opened }
    return { length: 1, bare: text.charAt(at), inside }
  }
  const { escape, close } = inside
  if (escape !== undefined && text.startsWith(escape.sign, at))
    return { length: escape.length, bare: '.'.repeat(escape.length), inside }
  if (text.startsWith(close, at)) return { length: close.length, bare: close, inside: undefined }
  return { length: 1, bare: '.', inside }
}
