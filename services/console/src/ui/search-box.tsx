import { Search } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './icon.tsx'

interface SearchBoxProps extends Omit<ComponentProps<'input'>, 'className' | 'onChange'> {
  readonly label: string
  readonly value: string
  readonly onWords: (words: string) => void
}

export function SearchBox({ label, value, onWords, ...input }: SearchBoxProps): ReactNode {
  return (
    <div className="searchbox">
      <Icon of={Search} />
      <input
        type="search"
        spellCheck={false}
        autoComplete="off"
        placeholder={label}
        {...input}
        className="input"
        aria-label={label}
        value={value}
        onChange={(event) => onWords(event.target.value)}
      />
    </div>
  )
}
