import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** Leads to an object of a provider, by what its type is called. */
export function linkToObject(kind: string): (object: string, type: string) => ReactNode {
  return (object, type) => (
    <Link to="/providers/$kind/schema/objects/$object" params={{ kind, object }}>
      {type}
    </Link>
  )
}
