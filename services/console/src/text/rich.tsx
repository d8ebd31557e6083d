import { Fragment, type ReactNode } from 'react'
import { type MessageKey, partsOf } from './translate.ts'

interface RichProps {
  readonly of: MessageKey
  /** Marks for the holes: `{ name: <b>Acme</b> }`. */
  readonly parts: Readonly<Record<string, ReactNode>>
  readonly count?: number
}

/** A sentence of the catalogue with marks in its holes. */
export function Rich({ of, parts, count }: RichProps): ReactNode {
  return partsOf(of, count).map((part, index) => (
    <Fragment key={`${index}-${part}`}>{index % 2 === 0 ? part : parts[part]}</Fragment>
  ))
}
