export { findSessionKey, makeSessionCode, takeCode } from './keep-sessions.ts'
export { Introduction, sessionUseCases } from './sessions.ts'
