import type { ReactNode } from 'react'
import { Rich } from '../../text/rich.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'

/** Characters of an example that are shown. */
const longest = 80

/** A value that the description gives as an example; nothing for none. */
export function Example({ of: value }: { readonly of: unknown }): ReactNode {
  if (value === undefined) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const shown = text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text
  return (
    <span>
      {' '}
      <Rich
        of="schema.example"
        parts={{
          value: (
            <span className="mono">
              <ProviderText>{shown}</ProviderText>
            </span>
          ),
        }}
      />{' '}
    </span>
  )
}
