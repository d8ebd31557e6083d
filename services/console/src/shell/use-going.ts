import { useNavigate } from '@tanstack/react-router'
import { useShortcut } from '../keys/use-shortcut.ts'

/** `g` and a letter go to a page. */
export function useGoing(): void {
  const navigate = useNavigate()
  useShortcut('goProviders', () => void navigate({ to: '/providers' }))
  useShortcut('goAgents', () => void navigate({ to: '/agents' }))
  useShortcut('goReview', () => void navigate({ to: '/review' }))
  useShortcut('goActivity', () => void navigate({ to: '/activity' }))
}
