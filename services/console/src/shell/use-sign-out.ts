import { useQueryClient } from '@tanstack/react-query'
import { rememberCall } from '../api/last-call.ts'
import { signOut } from '../api/session.ts'

/** Ends the session and forgets what it has loaded and kept. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient()
  const leave = async (): Promise<void> => {
    await signOut()
    sessionStorage.clear()
    rememberCall(undefined)
    queryClient.setQueryData(['session'], null)
    queryClient.removeQueries({ predicate: ({ queryKey: [first] }) => first !== 'session' })
  }
  return () => void leave()
}
