import { environments } from '@bindery/client'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useSession } from './session.ts'

export type Environment = (typeof environments)[number]

export const toEnvironment = (value: unknown): Environment | undefined =>
  environments.find((environment) => environment === value)

/** The environment of the address, or that of the key, or development; and how to choose another. */
export function useEnvironment() {
  const { env } = useSearch({ from: '__root__' })
  const { key } = useSession()
  const navigate = useNavigate()
  const fixed = toEnvironment(key.environment)
  return {
    environment: fixed ?? env ?? 'development',
    /** The key may use no other. */
    isFixed: fixed !== undefined,
    choose: (environment: Environment) => {
      void navigate({ to: '.', search: (search) => ({ ...search, env: environment }), replace: true })
    },
  }
}
