/** Whether the name of a parameter, or of the place that it fills, is that of a choice: `caller_city` of `city`. */
export const namesChoice = (name: string, choice: string): boolean => plain(name).endsWith(plain(choice))

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
