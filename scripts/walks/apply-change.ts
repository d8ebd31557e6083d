import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Change } from './walk.ts'

/** Makes one change in a copy. Throws where the file no longer has the place that the change names. */
export function applyChange(folder: string, change: Change): void {
  const path = join(folder, change.file)
  if ('is' in change) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, change.is, { flag: 'wx' })
    return
  }
  const text = readFileSync(path, 'utf8')
  const at = placeOf(text, change)
  writeFileSync(
    path,
    `${text.slice(0, at)}${'imports' in change ? change.imports : change.text}${text.slice(at)}`,
  )
}

type Insertion = Exclude<Change, { readonly is: string }>

function placeOf(text: string, change: Insertion): number {
  if ('imports' in change) return onlyPlace(text, /^import /m, change.file)
  if ('before' in change) return onlyPlace(text, change.before, change.file)
  const begin = onlyPlace(text, change.list, change.file)
  return begin + onlyPlace(text.slice(begin), /^[\]})]/m, change.file)
}

/** Where a text stands, which must stand once; the first place of a pattern. */
function onlyPlace(text: string, sought: string | RegExp, file: string): number {
  const at = typeof sought === 'string' ? text.indexOf(sought) : text.search(sought)
  const isAmbiguous = typeof sought === 'string' && text.indexOf(sought, at + 1) !== -1
  if (at !== -1 && !isAmbiguous) return at
  throw new Error(`${file} should hold ${String(sought)} ${isAmbiguous ? 'once only' : 'and does not'}.`)
}
