import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { searchQuery, type SearchType } from '../api/search.ts'
import { useSession } from '../api/session.ts'
import { useCommands } from './commands.ts'
import { type Group, groupsBefore, groupsFor, type Item } from './groups.ts'
import { useGoTo } from './place.ts'
import { recentPlaces, rememberPlace } from './recent.ts'

export interface PaletteState {
  readonly typed: string
  readonly only: SearchType | undefined
  readonly groups: readonly Group[]
  readonly items: readonly Item[]
  readonly marked: Item | undefined
  /** What is shown is not yet what fits what was typed. */
  readonly isWaiting: boolean
  readonly error: Error | null
  readonly leftOut: readonly { readonly type: SearchType; readonly requiredScope: string }[]
  readonly notSearched: readonly string[]
  readonly type: (text: string) => void
  readonly move: (by: 1 | -1) => void
  readonly take: (item: Item) => void
  readonly takeMarked: () => void
  readonly narrow: (type: SearchType | undefined) => void
  readonly retry: () => void
}

/** After this long without a key the server is asked, in ms. */
const settleMs = 120

interface Ways {
  readonly onClose: () => void
  readonly onKeys: () => void
}

/** What is typed, what fits it, and what of that is marked. */
export function usePalette({ onClose, onKeys }: Ways): PaletteState {
  const { organization } = useSession()
  const goTo = useGoTo()
  const commands = useCommands(onKeys)
  const [recent] = useState(() => recentPlaces(organization.id))
  const [typed, setTyped] = useState('')
  const [only, setOnly] = useState<SearchType>()
  const [place, setPlace] = useState(0)
  const { words, settle, query, isWaiting } = useFound(typed, only)
  const found = { rows: query.data?.data ?? [], totals: query.data?.meta?.totals ?? {}, only }
  const groups = typed.trim() === '' ? groupsBefore(recent, commands) : groupsFor(typed, commands, found)
  const items = groups.flatMap((group) => group.items)
  const marked = items[Math.min(place, items.length - 1)]
  const take = (item: Item): void => {
    if (item.does === 'narrow') {
      setOnly(item.type)
      setPlace(0)
      return
    }
    onClose()
    if (item.does === 'run') return item.command.run()
    rememberPlace(organization.id, item.place)
    goTo(item.place)
  }
  // After a failure nothing is first.
  const hasAnswer = !isWaiting && query.error === null
  const first = useFirst(typed, hasAnswer, () => marked !== undefined && take(marked))
  return {
    typed,
    only,
    groups,
    items,
    marked,
    isWaiting,
    error: words === '' ? null : query.error,
    leftOut: query.data?.meta?.leftOut ?? [],
    notSearched: query.data?.meta?.notSearched ?? [],
    type: (text) => {
      setTyped(text)
      setPlace(0)
      first.forget()
      if (text.trim() === '') setOnly(undefined)
    },
    move: (by) => setPlace(Math.max(0, Math.min(items.length - 1, place + by))),
    take,
    takeMarked: () => {
      // The first row of an older answer is not what was asked for: the one that is on its way is waited for.
      const isOlder = isWaiting && place === 0 && marked?.does !== 'run'
      if (isOlder) {
        settle()
        first.await()
      } else if (marked !== undefined) take(marked)
    },
    narrow: setOnly,
    retry: () => void query.refetch(),
  }
}

/** What the server finds for what was typed; the answer to older words is never taken for that of newer ones. */
function useFound(typed: string, only: SearchType | undefined) {
  const [words, setWords] = useState('')
  const settle = (): void => setWords(typed.trim())
  const onSettled = useEffectEvent(settle)
  useEffect(() => {
    const timer = setTimeout(() => onSettled(), settleMs)
    return () => clearTimeout(timer)
  }, [typed])
  const query = useQuery({ ...searchQuery({ words, only }), enabled: words !== '' })
  const isAsked = words !== '' && (query.isPending || query.isPlaceholderData)
  const isWaiting = typed.trim() !== words || (isAsked && query.error === null)
  return { words, settle, query, isWaiting }
}

/** Enter that was pressed before the answer came counts for the first row of that answer, unless something else is typed. */
function useFirst(typed: string, hasAnswer: boolean, take: () => void) {
  const [awaited, setAwaited] = useState<string>()
  const onCome = useEffectEvent(take)
  const hasCome = awaited !== undefined && awaited === typed && hasAnswer
  useEffect(() => {
    if (hasCome) onCome()
  }, [hasCome])
  return { await: () => setAwaited(typed), forget: () => setAwaited(undefined) }
}
