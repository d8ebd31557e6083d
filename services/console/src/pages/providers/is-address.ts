/** Whether what was typed or pasted is something to connect: a URL, or the address of a database. */
export const isAddress = (text: string): boolean =>
  /^(https?|postgres(ql)?|mysql|mariadb):\/\/[^\s/]/i.test(text.trim())
