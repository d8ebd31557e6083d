import {
  type Json,
  type JsonObject,
  ownProperty,
  PlatformError,
  type TemplatePart,
  type TemplateSource,
} from '@bindery/model'
import { writeLiteral } from '@bindery/model/syntax'

/**
 * Puts the values of a call into a text, each as one literal of its language. Undefined where nothing of it is left. A value
 * that is missing or cannot be written without doubt refuses the call, and so does one that stands only in parts that are left
 * out for want of another: text that is left out or guessed could ask for more than was meant.
 */
export function prepareTemplate(source: TemplateSource): (params: JsonObject) => string | undefined {
  const { syntax, parts } = source
  return (params) => {
    const sent = sentParts(source, params)
    const text = sent
      .map((part) => {
        if ('text' in part) return part.text
        const value = givenOf(params, part.param)
        if (value === undefined)
          throw refused(part.param, 'has no value, and the text that it stands in needs one')
        const written = writeLiteral(value, { syntax, as: part.as })
        if (!written.ok) throw refused(part.param, `cannot be written in ${syntax}: it ${written.failure}`)
        return written.value
      })
      .join('')
    return text.trim() === '' && sent.length < parts.length ? undefined : text
  }
}

/** The parts that a call sends: of those that may be left out, the ones that it has all values for. */
function sentParts({ parts }: TemplateSource, params: JsonObject): TemplateSource['parts'] {
  const missing = parts.flatMap((part) =>
    'param' in part && part.optional !== undefined && givenOf(params, part.param) === undefined
      ? [{ optional: part.optional, param: part.param }]
      : [],
  )
  const isSent = ({ optional }: TemplatePart): boolean => !missing.some((each) => each.optional === optional)
  const sent = parts.filter(isSent)
  for (const part of parts) {
    if (!('param' in part) || isSent(part) || givenOf(params, part.param) === undefined) continue
    if (sent.some((other) => 'param' in other && other.param === part.param)) continue
    const lacks = missing.find(({ optional }) => optional === part.optional)?.param ?? part.param
    throw refused(lacks, `has no value, and "${part.param}" is sent with it alone`)
  }
  return sent
}

const givenOf = (params: JsonObject, name: string): Json | undefined => ownProperty(params, name) ?? undefined

/** The forms in which values of one parameter stand in a text: what a provider may repeat. */
export function writtenForms(
  { syntax, parts }: TemplateSource,
  name: string,
  params: JsonObject,
): readonly string[] {
  const value = ownProperty(params, name)
  return parts.flatMap((part) => {
    if ('text' in part || part.param !== name || value === undefined) return []
    const written = writeLiteral(value, { syntax, as: part.as })
    return written.ok ? [written.value, written.value.replace(/^(["'])(.*)\1$/s, '$2')] : []
  })
}

function refused(name: string, why: string): PlatformError {
  const message = `"${name}" ${why}.`
  const issue = { code: 'param_literal', severity: 'error', path: ['params', name], message } as const
  return new PlatformError('validation_error', message, { issues: [issue], sent: 'no' })
}
