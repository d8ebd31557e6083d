import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** Leads to an object of our own API, by what its type is called. */
export const linkToObject = (object: string, type: string): ReactNode => (
  <Link to="/docs/api/objects/$object" params={{ object }} search>
    {type}
  </Link>
)
