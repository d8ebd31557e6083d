import type { Field, Transform } from '@bindery/client'
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import type { Offered } from '../expression-props.ts'
import { placeAt } from './place-at.ts'

/** The fields and the functions that may stand where the cursor is; null for none. */
export async function complete(
  context: CompletionContext,
  { functions, fieldsOf }: Offered,
): Promise<CompletionResult | null> {
  const { from, word, offers, path, isStep } = placeAt(context.state.doc.toString(), context.pos)
  const isAsked = context.explicit || word !== '' || isStep
  if (offers === 'nothing' || !isAsked) return null
  const fields = offers === 'anything' && path !== undefined ? await fieldsOf(path) : []
  const isCall = offers === 'functions' || word === '' || !isStep
  const options = [...fields.map(ofField), ...(isCall ? (await functions()).map(ofFunction) : [])]
  return options.length === 0 ? null : { from, options, validFor: /^[\p{L}\p{N}_$`]*$/u }
}

const ofField = ({ name, type, description }: Field): Completion => ({
  label: name,
  detail: type,
  apply: /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name}\``,
  boost: 10,
  ...(description !== undefined && { info: () => infoOf([description]) }),
})

const ofFunction = (transform: Transform): Completion => ({
  label: `$${transform.name}`,
  detail: signatureOf(transform),
  apply: call,
  info: () =>
    infoOf(
      [transform.summary],
      [`${transform.example.transform} = ${JSON.stringify(transform.example.out)}`],
    ),
})

/** `(string, string?) → string` */
export function signatureOf({ from, to, options }: Transform): string {
  const value = from.join('|')
  const others = options.map(({ accepts, required }) => `${accepts.join('|')}${required ? '' : '?'}`)
  return `(${[value, ...others].filter((one) => one !== '').join(', ')}) → ${to}`
}

/** The name with its brackets, and the cursor between them; those that stand there already are used. */
const call = (view: EditorView, { label }: Completion, ...[from, to]: readonly [number, number]): void => {
  const hasBrackets = view.state.sliceDoc(to, to + 1) === '('
  view.dispatch({
    changes: { from, to, insert: hasBrackets ? label : `${label}()` },
    selection: { anchor: from + label.length + 1 },
    userEvent: 'input.complete',
  })
}

/** Words as text, whatever they hold. */
function infoOf(sentences: readonly string[], code: readonly string[] = []): Node {
  const info = document.createElement('div')
  const add = (name: 'p' | 'code', text: string): void => {
    const element = document.createElement(name)
    element.textContent = text
    info.append(element)
  }
  for (const sentence of sentences) add('p', sentence)
  for (const line of code) add('code', line)
  return info
}
