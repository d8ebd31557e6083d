import { oppositions } from './oppositions.ts'

/**
 * Words for what a value is in a span, a pair or the life of a record: a value in one role is no value in another, however alike
 * the two are otherwise. The sides of a line are divided by `|`; any two of them are opposed.
 */
const roles = `
start begin from since after earliest min minimum at_least lower gte | end finish until till to before latest due deadline max maximum at_most upper lte
source origin sender pickup departure from | target destination recipient receiver dropoff arrival to
old previous former current | new next
first given forename | last family surname
width | height | depth
latitude | longitude
billing | shipping
debit | credit
buyer | seller
create | update modify | expire expiry expiration | ship | deliver | pay | refund | cancel | delete archive
`

/** Whether words of one name put a value on another side than those of another do, and neither says both sides. */
export const areOpposed = oppositions(roles)
