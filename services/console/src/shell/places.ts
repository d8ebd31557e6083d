import { Activity, Bot, Box, Inbox, type LucideIcon } from 'lucide-react'
import type { MessageKey } from '../text/translate.ts'

interface Place {
  readonly to: '/providers' | '/agents' | '/review' | '/activity'
  readonly name: MessageKey
  readonly icon: LucideIcon
}

/** Where the main navigation leads, at the top and at the thumb. */
export const places: readonly Place[] = [
  { to: '/providers', name: 'shell.providers', icon: Box },
  { to: '/agents', name: 'shell.agents', icon: Bot },
  { to: '/review', name: 'shell.review', icon: Inbox },
  { to: '/activity', name: 'shell.activity', icon: Activity },
]
