import type { Binding } from '@bindery/client'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import {
  type Guard,
  type History,
  keep,
  openHistory,
  readHistory,
  removeHistory,
  textOf,
} from './kept-history.ts'

/** Edits that can be taken back. */
const most = 50

/** What is edited: the binding of one operation, unless it is said otherwise. */
export interface Draft<Body = Binding> {
  readonly binding: Body
  /** Held to before anything becomes a draft. */
  readonly is: Guard<Body>
  /** It differs from what is saved, and is kept in this browser. */
  readonly isKept: boolean
  readonly edit: (next: Body) => void
  /** Goes on with the last edit, as the next key of a word does: both are taken back as one. */
  readonly amend: (next: Body) => void
  readonly undo: (() => void) | undefined
  readonly redo: (() => void) | undefined
  /** Back to what is saved, as one more edit. */
  readonly revert: () => void
  /** The browser keeps nothing more: the edit is lost with the page. */
  readonly isFull: boolean
  /** An edit of something else than what is saved by now: somebody has saved meanwhile. */
  readonly older: Body | undefined
  /** The edit of something else was dealt with: what is to be kept of it, or nothing. */
  readonly settleOlder: (merged: Body | undefined) => void
}

interface Edited<Body> {
  /** Under which the edit is kept in this browser. */
  readonly key: string
  readonly saved: Body
  readonly is: Guard<Body>
  readonly onSavedElsewhere: () => void
}

/**
 * A binding that is edited: kept in this browser under `key` over reloads, with what can be taken back, and the same in every
 * tab that edits it. An edit that began from something else than `saved` is not mixed with it, but offered.
 */
export function useDraft<Body>({ key, saved, is, onSavedElsewhere }: Edited<Body>): Draft<Body> {
  const [isFull, setIsFull] = useState(false)
  const [opened, setOpened] = useState(() => openHistory(key, saved, is))
  // Two keys may come before the page has shown the first: the second goes on from the first all the same.
  const latest = useRef(opened)
  const { history, older } = opened
  const show = (next: History<Body>, stillOlder: Body | undefined): void => {
    latest.current = { history: next, older: stillOlder }
    setOpened(latest.current)
  }
  const learn = useEffectEvent(onSavedElsewhere)
  const follow = useEffectEvent(() => {
    const next = readHistory(key, is)
    if (next === undefined) learn()
    else if (next.base === history.base) show(next, older)
  })
  useEffect(() => {
    const listen = (event: StorageEvent): void => {
      if (event.key === key) follow()
    }
    addEventListener('storage', listen)
    return () => removeEventListener('storage', listen)
  }, [key])
  const go = (next: History<Body>, stillOlder = older): void => {
    show(next, stillOlder)
    setIsFull(!keep(key, next))
  }
  const { base, past, now, future } = history
  const edit = (next: Body): void => go(after(latest.current.history, next))
  const [before] = past.slice(-1)
  const [undone] = future
  return {
    binding: now,
    is,
    isKept: textOf(now) !== textOf(saved),
    edit,
    amend: (next) => go({ ...latest.current.history, now: next, future: [] }),
    undo:
      before === undefined
        ? undefined
        : () => go({ base, past: past.slice(0, -1), now: before, future: [now, ...future] }),
    redo:
      undone === undefined
        ? undefined
        : () => go({ base, past: [...past, now], now: undone, future: future.slice(1) }),
    revert: () => edit(saved),
    isFull,
    older,
    settleOlder: (merged) => {
      removeHistory(`${key}.older`)
      if (merged === undefined) show(history, undefined)
      else go(after(history, merged), undefined)
    },
  }
}

const after = <Body>({ base, past, now }: History<Body>, next: Body): History<Body> => ({
  base,
  past: [...past, now].slice(-most),
  now: next,
  future: [],
})
