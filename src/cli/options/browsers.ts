/** Flags about browsers, and about clients behind load balancers -> options. The messages are upstream's. */
import type { ServerOptions } from '../../controlplane/options.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';

const HSTS = 'strict-transport-security-directives';
const MOST_GOAWAY = 0.02;

/** @throws {UsageError} */
export function browserOptions(flags: FlagSet): Pick<ServerOptions, 'corsAllowedOrigins' | 'strictTransportSecurity' | 'goawayChance'> {
  const goawayChance = flags.number('goaway-chance');
  if (!(goawayChance >= 0 && goawayChance <= MOST_GOAWAY)) throw new UsageError('--goaway-chance can not be less than 0 or greater than 0.02');
  return { corsAllowedOrigins: origins(flags), strictTransportSecurity: directives(flags), goawayChance };
}

/** A pattern must be anchored at both ends of the host: otherwise it also matches hosts that merely contain the name (CVE-2022-1996). */
function origins(flags: FlagSet): readonly string[] {
  const given = flags.list('cors-allowed-origins');
  for (const each of given) {
    if (!/\^|\/\//.test(each) || !/[$:]/.test(each)) {
      throw new UsageError(
        '--cors-allowed-origins has an invalid regular expression: regular expression does not pin to start/end of host in the origin header',
      );
    }
  }
  return given;
}

function directives(flags: FlagSet): readonly string[] {
  const given = flags.list(HSTS);
  for (const each of given) {
    if (each.trim() === '') throw new UsageError(`empty value in ${HSTS}`);
    if (each === 'includeSubDomains' || each === 'preload' || /^max-age=[^=]*$/.test(each)) continue;
    throw new UsageError(
      `--${HSTS} invalid, allowed values: max-age=expireTime, includeSubDomains, preload. see https://tools.ietf.org/html/rfc6797#section-6.1 for more information`,
    );
  }
  return given;
}
