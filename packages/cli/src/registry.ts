import type { Registry } from './command.ts'

/** Every command by what is typed for it, loaded when it is asked for. */
export const registry: Registry = {
  login: () => import('./commands/login.ts'),
  logout: () => import('./commands/logout.ts'),
  whoami: () => import('./commands/whoami.ts'),
  'provider list': () => import('./commands/provider-list.ts'),
  'provider show': () => import('./commands/provider-show.ts'),
  'agent list': () => import('./commands/agent-list.ts'),
  'agent show': () => import('./commands/agent-show.ts'),
  'skill list': () => import('./commands/skill-list.ts'),
  'skill show': () => import('./commands/skill-show.ts'),
  'skill run': () => import('./commands/skill-run.ts'),
  help: () => import('./commands/help.ts'),
  version: () => import('./commands/version.ts'),
}
