/**
 * The time so many days ago, by `:days`, on the database's clock. Days are whole ones of UTC, so that what went of a day went
 * at once, and is told of once.
 */
export const daysAgo = `((date_trunc('day', now() at time zone 'UTC') at time zone 'UTC') - make_interval(days => :days::integer))`

/** The time so many hours ago, by `:hours`. */
export const hoursAgo = '(now() - make_interval(hours => :hours::integer))'
