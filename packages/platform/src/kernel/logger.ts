/** Where a part says what an operator of the server should know; pino and fastify's loggers are some. */
export interface Logger {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}
