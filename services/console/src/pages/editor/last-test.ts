import { createContext, useContext } from 'react'

/** What the test knows of values: those that it sends, and what came back the last time. */
export interface LastTest {
  readonly params: Readonly<Record<string, unknown>>
  /** The answer of the provider; undefined before the first one. */
  readonly answer: unknown
}

export const LastTestContext = createContext<LastTest>({ params: {}, answer: undefined })

export const useLastTest = (): LastTest => useContext(LastTestContext)
