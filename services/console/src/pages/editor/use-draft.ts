import type { Binding } from '@bindery/client'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type History, keep, openHistory, readHistory, removeHistory, textOf } from './kept-history.ts'

/** Edits that can be taken back. */
const most = 50

export interface Draft {
  readonly binding: Binding
  /** It differs from what is saved, and is kept in this browser. */
  readonly isKept: boolean
  readonly edit: (next: Binding) => void
  /** Goes on with the last edit, as the next key of a word does: both are taken back as one. */
  readonly amend: (next: Binding) => void
  readonly undo: (() => void) | undefined
  readonly redo: (() => void) | undefined
  /** Back to what is saved, as one more edit. */
  readonly revert: () => void
  /** The browser keeps nothing more: the edit is lost with the page. */
  readonly isFull: boolean
  /** An edit of something else than what is saved by now: somebody has saved meanwhile. */
  readonly older: Binding | undefined
  /** The edit of something else was dealt with: what is to be kept of it, or nothing. */
  readonly settleOlder: (merged: Binding | undefined) => void
}

/**
 * A binding that is edited: kept in this browser under `key` over reloads, with what can be taken back, and the same in every
 * tab that edits it. An edit that began from something else than `saved` is not mixed with it, but offered.
 */
export function useDraft(key: string, saved: Binding, onSavedElsewhere: () => void): Draft {
  const [isFull, setIsFull] = useState(false)
  const [opened, setOpened] = useState(() => openHistory(key, saved))
  // Two keys may come before the page has shown the first: the second goes on from the first all the same.
  const latest = useRef(opened)
  const { history, older } = opened
  const show = (next: History, stillOlder: Binding | undefined): void => {
    latest.current = { history: next, older: stillOlder }
    setOpened(latest.current)
  }
  const learn = useEffectEvent(onSavedElsewhere)
  const follow = useEffectEvent(() => {
    const next = readHistory(key)
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
  const go = (next: History, stillOlder = older): void => {
    show(next, stillOlder)
    setIsFull(!keep(key, next))
  }
  const { base, past, now, future } = history
  const edit = (next: Binding): void => go(after(latest.current.history, next))
  const [before] = past.slice(-1)
  const [undone] = future
  return {
    binding: now,
    isKept: textOf(now) !== textOf(saved),
    edit,
    amend: (next) => go({ ...latest.current.history, now: next, future: [] }),
    undo: before && (() => go({ base, past: past.slice(0, -1), now: before, future: [now, ...future] })),
    redo: undone && (() => go({ base, past: [...past, now], now: undone, future: future.slice(1) })),
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

const after = ({ base, past, now }: History, next: Binding): History => ({
  base,
  past: [...past, now].slice(-most),
  now: next,
  future: [],
})
