import type { SqlDialect } from '../../../../packages/connection/src/index.ts'

/**
 * The statements of a dump, without comments, commands to the client and the rows of a `copy ... from stdin`. Total: a
 * quote or a body that never ends is read as plain text.
 */
export function splitStatements(script: string, dialect: SqlDialect): readonly string[] {
  return new Splitter(script, dialect).split()
}

class Splitter {
  readonly #script: string
  readonly #dialect: SqlDialect
  readonly #statements: string[] = []
  #delimiter = ';'
  /** Whether a backslash takes the meaning of what follows it in every string. */
  #escapes: boolean
  #text = ''
  /** Up to where the script is in `#text` or left out. */
  #at = 0

  constructor(script: string, dialect: SqlDialect) {
    this.#script = script
    this.#dialect = dialect
    this.#escapes = dialect === 'mysql'
  }

  split(): readonly string[] {
    let token = this.#tokens()
    for (let found = token.exec(this.#script); found !== null; found = token.exec(this.#script)) {
      const next = this.#read(found[0], found.index)
      if (next.delimiter !== undefined) token = this.#tokens()
      token.lastIndex = next.at
    }
    this.#take(this.#script.length)
    this.#end()
    return this.#statements
  }

  #tokens(): RegExp {
    const end = this.#delimiter.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
    return this.#dialect === 'mysql'
      ? new RegExp(String.raw`'|"|\`|--(?=\s|$)|#|/\*(?!!)|^[ \t]*delimiter[ \t]+\S+[^\n]*|${end}`, 'gim')
      : new RegExp(String.raw`'|"|--|/\*|\$(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|\\|${end}`, 'gim')
  }

  /** Deals with what begins there and says where to go on. */
  #read(token: string, index: number): { readonly at: number; readonly delimiter?: string } {
    const after = index + token.length
    if (token === this.#delimiter) {
      this.#take(index)
      return { at: this.#skipTo(this.#rowsEnd(this.#end(), after)) }
    }
    if (token === '--' || token === '#') return { at: this.#leaveOut(index, this.#lineEnd(index)) }
    if (token === '/*') return { at: this.#leaveOut(index, this.#commentEnd(index)) }
    if (token === '\\') return { at: this.#command(index) }
    if (token.startsWith('$')) return { at: this.#bodyEnd(token, index) }
    if (/^\s*delimiter\s/i.test(token)) {
      this.#delimiter = /(\S+)[^\n]*$/.exec(token.replace(/^\s*delimiter\s+/i, ''))?.[1] ?? ';'
      return { at: this.#leaveOut(index, after), delimiter: this.#delimiter }
    }
    return { at: this.#quoteEnd(token, index) }
  }

  #take(end: number): void {
    this.#text += this.#script.slice(this.#at, end)
    this.#at = end
  }

  #skipTo(at: number): number {
    this.#at = at
    return at
  }

  #leaveOut(start: number, end: number): number {
    this.#take(start)
    this.#text += ' '
    return this.#skipTo(end)
  }

  /** Ends the statement at hand and gives it back. */
  #end(): string {
    const statement = this.#text.trim()
    this.#text = ''
    if (statement !== '') this.#statements.push(statement)
    const setting = /^set\s+standard_conforming_strings\s*(?:=|to)\s*'?(\w+)/i.exec(statement)
    if (setting !== null) this.#escapes = setting[1]?.toLowerCase() === 'off'
    return statement
  }

  /** Past the rows that follow a copy from the client. */
  #rowsEnd(statement: string, after: number): number {
    if (this.#dialect === 'mysql' || !/^copy\b[^;]*\bfrom\s+stdin\b/i.test(statement)) return after
    const end = /^\\\.[ \t\r]*$/gm
    end.lastIndex = after
    return end.exec(this.#script) === null ? this.#script.length : end.lastIndex
  }

  #lineEnd(index: number): number {
    const end = this.#script.indexOf('\n', index)
    return end === -1 ? this.#script.length : end
  }

  /** Comments hold comments in PostgreSQL. */
  #commentEnd(index: number): number {
    const mark = this.#dialect === 'mysql' ? /\*\//g : /\/\*|\*\//g
    mark.lastIndex = index + 2
    let depth = 1
    for (let found = mark.exec(this.#script); found !== null; found = mark.exec(this.#script)) {
      depth += found[0] === '*/' ? -1 : 1
      if (depth === 0) return mark.lastIndex
    }
    return index + 2
  }

  /** A command to psql takes the rest of its line; `\g` also ends a statement. */
  #command(index: number): number {
    const line = this.#script.slice(this.#script.lastIndexOf('\n', index) + 1, index)
    const ends = this.#script.startsWith('\\g', index)
    const begins = line.trim() === '' || `${this.#text}${this.#script.slice(this.#at, index)}`.trim() === ''
    if (!ends && !begins) return index + 1
    const end = this.#leaveOut(index, this.#lineEnd(index))
    if (ends) this.#end()
    return end
  }

  #bodyEnd(tag: string, index: number): number {
    if (/[\w\u0080-\uffff]/.test(this.#script[index - 1] ?? '')) return index + 1
    const end = this.#script.indexOf(tag, index + tag.length)
    return end === -1 ? index + tag.length : end + tag.length
  }

  #quoteEnd(quote: string, index: number): number {
    const escapes =
      quote !== '`' && (this.#escapes ? quote === "'" || this.#dialect === 'mysql' : this.#isEscaped(index))
    for (let at = index + 1; ; at++) {
      at = this.#script.indexOf(quote, at)
      if (at === -1) return index + 1
      if (escapes && this.#backslashesBefore(at, index) % 2 === 1) continue
      if (this.#script[at + 1] !== quote) return at + 1
      at++
    }
  }

  /** `E'...'` of PostgreSQL. */
  #isEscaped(index: number): boolean {
    return (
      this.#dialect === 'postgres' && /(?:^|\W)e$/i.test(this.#script.slice(Math.max(0, index - 2), index))
    )
  }

  #backslashesBefore(at: number, start: number): number {
    let count = 0
    while (at - 1 - count > start && this.#script[at - 1 - count] === '\\') count++
    return count
  }
}
