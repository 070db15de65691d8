import { session } from '../base/session.ts'

/** The server's today, so that a wrong clock on a desk cannot date an act. */
export function today(): string {
  return session.today
}
