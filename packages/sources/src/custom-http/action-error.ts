import type { Issue } from '@bindery/model'

/** A finding about an action that refuses it. */
export const actionError = (code: string, path: Issue['path'], message: string): Issue => ({
  code,
  severity: 'error',
  path,
  message,
})
