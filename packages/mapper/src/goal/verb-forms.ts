import { intents, intentVerbs } from './intent-verbs.ts'
import { alsoOthers, mostlyVerbs, onlyVerbs, ratherVerbs } from './verb-table.ts'

/** How far a base form is a verb: nothing else, rarely or less often a noun or an adjective (`reply`), or that as well (`order`, `open`). */
export type VerbForm = 'only' | 'mostly' | 'rather' | 'also'

/** The form of a word in lower case; undefined for what is no base form of an English verb (`cancelled`, `bookings`). */
export function verbForm(word: string): VerbForm | undefined {
  forms ??= readForms()
  return forms.get(word)
}

/** A base form that `-s`, `-ing` or `-ed` was put to: `cancels`, `booking`, `refunded`. */
export function inflectedFrom(word: string): string | undefined {
  const [, start = '', ending = ''] = /^(.{2,}?)(s|es|ies|ed|ied|ing)$/.exec(word) ?? []
  if (start === '') return undefined
  const bare = ending.startsWith('ie') ? [`${start}y`] : [start, `${start}e`, start.replace(/(.)\1$/, '$1')]
  return bare.find((base) => verbForm(base) !== undefined)
}

let forms: Map<string, VerbForm> | undefined

/** Made when the first goal is read: few processes read any. */
function readForms(): Map<string, VerbForm> {
  const made = new Map<string, VerbForm>()
  // What people say of software is in no dictionary (`unsubscribe`); some of it is no verb at all (`new`).
  for (const intent of intents)
    for (const verb of intentVerbs[intent].split(/\s+/)) if (!verb.includes('_')) made.set(verb, 'also')
  for (const [form, words] of [
    ['only', onlyVerbs],
    ['mostly', mostlyVerbs],
    ['rather', ratherVerbs],
    ['also', alsoOthers],
  ] as const)
    for (const word of words.split(' ')) made.set(word, form)
  return made
}
