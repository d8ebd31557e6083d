/** A value while it is being built; hand it out under its read-only type. */
export type Draft<T> = { -readonly [Name in keyof T]: T[Name] }
