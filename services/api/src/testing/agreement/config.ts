/** How many random rounds the agreement of compiler, runtime and published schemas is tried in, and from which seed. */
export const agreementRounds = Number(process.env['BINDERY_AGREEMENT_ROUNDS'] ?? 500)
export const agreementSeed = Number(process.env['BINDERY_AGREEMENT_SEED'] ?? 20_261_128)
