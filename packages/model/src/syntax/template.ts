import { failure, type Result, success } from '../result.ts'

/** A stretch of a template: text that is sent as it is, or the place of a parameter. */
export type TemplateStretch = { readonly text: string } | { readonly param: string }

/** Splits a template: names in braces are parameters, `{{` and `}}` are braces. Fails with what is wrong, and where from 1. */
export function parseTemplate(template: string): Result<readonly TemplateStretch[], string> {
  const stretches: TemplateStretch[] = []
  let text = ''
  for (let at = 0; at < template.length; ) {
    const sign = template.charAt(at)
    if ((sign === '{' || sign === '}') && template.charAt(at + 1) === sign) {
      text += sign
      at += 2
    } else if (sign === '}') {
      return failure(`"}" at character ${at + 1} closes nothing: write "}}" for a brace`)
    } else if (sign === '{') {
      const end = template.indexOf('}', at)
      const param = template.slice(at + 1, Math.max(end, at + 1))
      if (end < 0) return failure(`"{" at character ${at + 1} is not closed: write "{{" for a brace`)
      if (!/^[^\s{"'\\]+$/.test(param))
        return failure(`"{" at character ${at + 1} encloses no name of a parameter: write "{{" for a brace`)
      if (text !== '') stretches.push({ text })
      stretches.push({ param })
      text = ''
      at = end + 1
    } else {
      text += sign
      at += 1
    }
  }
  return success(text === '' ? stretches : [...stretches, { text }])
}

/** The template that these stretches come from. */
export const formatTemplate = (stretches: readonly TemplateStretch[]): string =>
  stretches
    .map((stretch) =>
      'param' in stretch ? `{${stretch.param}}` : stretch.text.replaceAll('{', '{{').replaceAll('}', '}}'),
    )
    .join('')

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
