/** A sentence with `{names}` to fill in; one form per plural category where it counts something. */
export type Message = string | { readonly one: string; readonly other: string }

/** Sentences by their key, and those by the area of the console that says them. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, Message>>>>

/** What is filled in. `count` also chooses the plural. Numbers are written as the locale writes them. */
export type Values = Readonly<Record<string, string | number>>

/** The form of `message` for `count`, with its holes still open. */
export function formOf(message: Message, count: string | number | undefined, locale: string): string {
  if (typeof message === 'string') return message
  const category = new Intl.PluralRules(locale).select(Number(count ?? 0))
  return category === 'one' ? message.one : message.other
}

/** `text` cut at its holes: names stand at odd places. */
export const cutAtHoles = (text: string): readonly string[] => text.split(/\{(\w+)\}/)
