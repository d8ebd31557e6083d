import type { SchemaCatalog } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'

interface Named {
  readonly name: string
  readonly pointer: string
}

/**
 * Reports names that pass for others: letters of two alphabets in one word, and names of one list that look the same and are
 * not (a Cyrillic `а` in `amount`). Names are data, so they stay as they are; people and models are told.
 */
export function reportConfusables({ objects, operations }: SchemaCatalog, log: IssueLog): void {
  const lists: readonly (readonly Named[])[] = [
    objects.map(({ name, provenance }) => ({ name, pointer: provenance })),
    operations.map(({ name, provenance }) => ({ name, pointer: provenance })),
    ...objects.map(({ fields, provenance }) =>
      fields.map(({ name, provenance: own = provenance }) => ({ name, pointer: own })),
    ),
    ...operations.map((operation) =>
      operation.arguments.map(({ name, provenance }) => ({ name, pointer: provenance })),
    ),
  ]
  for (const list of lists) reportList(list, log)
}

function reportList(list: readonly Named[], log: IssueLog): void {
  const foreign = list.filter(({ name }) => !isPlain.test(name))
  if (foreign.length === 0) return
  const others = new Map(list.map(({ name }) => [skeletonOf(name), name]))
  const plain = new Map(
    list.filter(({ name }) => isPlain.test(name)).map(({ name }) => [skeletonOf(name), name]),
  )
  for (const { name, pointer } of foreign) {
    const twin = plain.get(skeletonOf(name)) ?? others.get(skeletonOf(name))
    const why = reasonOf(name, twin)
    if (why === undefined) continue
    const message = `The name "${name.slice(0, 60)}" ${why}: make sure which one is meant.`
    log.report({ code: 'name_confusable', severity: 'warning', message, pointer })
  }
}

const isPlain = /^[\x20-\x7e]*$/

function reasonOf(name: string, twin: string | undefined): string | undefined {
  if (twin !== undefined && twin !== name) return `looks like "${twin.slice(0, 60)}"`
  if (isMixed(name)) return 'mixes letters of several alphabets'
  return hidden.test(name) ? 'holds characters that nobody sees or that turn the text around' : undefined
}

/** Marks that join letters where their alphabet needs it are no secret there; all others are. */
const hidden = /[\p{Cc}\u2800]|(?![\u200c\u200d])[\p{Cf}\p{Default_Ignorable_Code_Point}]/u

/** A word in letters of Latin, Cyrillic or Greek and of another alphabet; those of East Asia are written beside Latin ones. */
const isMixed = (name: string): boolean =>
  name
    .split(/[^\p{L}\p{M}]+/u)
    .some((word) => alphabets.some(({ own, other }) => own.test(word) && other.test(word)))

const shared = String.raw`\p{Script=Common}\p{Script=Inherited}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}`

const alphabets = ['Latin', 'Cyrillic', 'Greek'].map((script) => ({
  own: new RegExp(String.raw`\p{Script=${script}}`, 'u'),
  other: new RegExp(String.raw`[^\P{L}\p{Script=${script}}${shared}]`, 'u'),
}))

/** What a name looks like: compatible forms made one, invisible characters left out, letters that look Latin made Latin. */
function skeletonOf(name: string): string {
  const visible = name
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/gu, '')
  return isPlain.test(visible)
    ? visible
    : visible.replaceAll(/[^\x20-\x7e]/g, (letter) => latin.get(letter) ?? letter)
}

/** Pairs of a letter and what it looks like. */
const latin: ReadonlyMap<string, string> = new Map(
  `аa еe оo рp сc уy хx іi јj ѕs ԁd һh ӏl ԛq ԝw АA ВB ЕE КK МM НH ОO РP СC ТT ХX ІI ЈJ ЅS УY
  αa οo ρp νv ιi κk υu χx ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ıi`
    .split(/\s+/)
    .map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
)
