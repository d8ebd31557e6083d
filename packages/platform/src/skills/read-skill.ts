import type { Skill } from '@bindery/model'

/** Skill bytes are our own canonical JSON; their hash is compared before anything is sent, so they are only parsed. */
export const readSkill: (bytes: string) => Skill = JSON.parse
