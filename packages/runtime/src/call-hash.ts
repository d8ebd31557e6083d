import { fingerprint, type SkillCall } from '@bindery/model'

/** `sha256:...` over what a confirmation or an idempotency key stands for: skill, arguments and environment. */
export function callHash({
  skillHash,
  params,
  environment,
}: Pick<SkillCall, 'skillHash' | 'params' | 'environment'>): string {
  return fingerprint({ skillHash, params, environment })
}
