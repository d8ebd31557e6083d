/** What was given in secret during a command, so that nothing that is shown holds it. */
export class Secrets {
  readonly #texts = new Set<string>()

  /** Remembers a text as secret, and gives it. */
  keep(text: string): string {
    if (text !== '') this.#texts.add(text)
    return text
  }

  /** The text with every secret in it written as `[secret]`, as it is and as JSON or an address would write it. */
  redact(text: string): string {
    return [...this.#texts]
      .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
      .sort((a, b) => b.length - a.length)
      .reduce((shown, form) => shown.replaceAll(form, '[secret]'), text)
  }
}
