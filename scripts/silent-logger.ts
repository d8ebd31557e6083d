import { createLogger } from '../services/api/src/logger.ts'

/** A logger that says nothing below a fatal error, for programs whose output is their result. */
export const createSilentLogger = () => createLogger('fatal')
