import type { Json } from '@bindery/model'

/**
 * Reads an array as PostgreSQL writes it: `{1,NULL,"a,b"}`, nested ones too. Undefined for text that is none, as arrays
 * with bounds of their own. Walks the text once, at any depth.
 */
export function readArray(text: string, readItem: (item: string) => Json): Json | undefined {
  if (!text.startsWith('{')) return undefined
  const open: Json[][] = []
  let position = 0
  while (position < text.length) {
    const found = text[position]
    if (found === '{') {
      open.push([])
      position += 1
    } else if (found === '}') {
      const done = open.pop()
      const parent = open.at(-1)
      if (done === undefined || parent === undefined) return done
      parent.push(done)
      position += 1
    } else if (found === ',') {
      position += 1
    } else {
      const item = found === '"' ? quotedItem(text, position) : plainItem(text, position)
      open.at(-1)?.push(item.text === null ? null : readItem(item.text))
      position = item.end
    }
  }
  return undefined
}

interface Item {
  readonly text: string | null
  readonly end: number
}

function quotedItem(text: string, start: number): Item {
  let end = start + 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return { text: text.slice(start + 1, end).replaceAll(/\\(.)/gs, '$1'), end: end + 1 }
}

function plainItem(text: string, start: number): Item {
  let end = start
  while (end < text.length && text[end] !== ',' && text[end] !== '}') end += 1
  const item = text.slice(start, end)
  return { text: item === 'NULL' ? null : item, end }
}
