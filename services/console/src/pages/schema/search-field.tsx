import { type ReactNode, useRef } from 'react'
import { useShortcut } from '../../keys/use-shortcut.ts'
import { SearchBox } from '../../ui/search-box.tsx'

interface SearchFieldProps {
  readonly label: string
  readonly words: string
  readonly onWords: (words: string) => void
}

/** The search of a page, to which `/` goes. */
export function SearchField({ label, words, onWords }: SearchFieldProps): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  useShortcut('search', () => place.current?.querySelector('input')?.focus())
  return (
    <div ref={place} className="grow">
      <SearchBox label={label} value={words} onWords={onWords} />
    </div>
  )
}
