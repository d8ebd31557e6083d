import { type JsonObject, ownProperty, PlatformError, type TemplateSource } from '@bindery/model'
import { writeLiteral } from '@bindery/model/syntax'

/**
 * Puts the values of a call into a text, each as one literal of its language. A value that is missing or cannot be written
 * without doubt refuses the call: text that is left out or guessed could ask for more than was meant.
 */
export function prepareTemplate({ syntax, parts }: TemplateSource): (params: JsonObject) => string {
  return (params) =>
    parts
      .map((part) => {
        if ('text' in part) return part.text
        const value = ownProperty(params, part.param)
        if (value === undefined || value === null)
          throw refused(part.param, 'has no value, and the text that it stands in needs one')
        const written = writeLiteral(value, { syntax, as: part.as })
        if (!written.ok) throw refused(part.param, `cannot be written in ${syntax}: it ${written.failure}`)
        return written.value
      })
      .join('')
}

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
