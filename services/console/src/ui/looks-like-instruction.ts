/** Openings of sentences that speak to a model and not about data. A mark for people, never a decision. */
const openings = [
  /\b(ignore|disregard|forget)\b.{0,40}\b(previous|above|prior|earlier|all)\b/i,
  /\b(you (are|must|should|will)|your (task|instructions?|system prompt))\b/i,
  /\b(system prompt|developer message|assistant:|<\/?(system|instructions?)>)/i,
  /\b(do not|never|always)\b.{0,30}\b(tell|reveal|mention|inform)\b.{0,30}\b(user|caller|operator)\b/i,
  /\bcall (the|this) tool\b/i,
]

export const looksLikeInstruction = (text: string): boolean => openings.some((opening) => opening.test(text))
