import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useEffectEvent, useState } from 'react'

/** After this long without a key the words are put into the address, in ms. */
const settleMs = 300

/**
 * The words of a search: what is typed at once, what is searched for as soon as there is time, and in the address so that a
 * link shows the same list.
 */
export function useWords() {
  const { q = '' } = useSearch({ strict: false })
  const navigate = useNavigate()
  const [typed, setTyped] = useState(q)
  const words = useDeferredValue(typed)
  const settle = useEffectEvent(() => {
    if (typed === q) return
    void navigate({
      to: '.',
      search: ({ q: _before, ...search }) => (typed === '' ? search : { ...search, q: typed }),
      replace: true,
    })
  })
  useEffect(() => {
    const timer = setTimeout(() => settle(), settleMs)
    return () => clearTimeout(timer)
  }, [typed])
  return { typed, setTyped, words, isSettled: typed === q }
}
