import { useRouter } from '@tanstack/react-router'

/** Marks the page that somebody is on; what it gives says later whether they are still there. */
export function useHere(): () => () => boolean {
  const router = useRouter()
  return () => {
    const { pathname } = router.state.location
    return () => router.state.location.pathname === pathname
  }
}
