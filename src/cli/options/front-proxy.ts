/** Flags about front proxies -> options. Without an authority no header is believed, whatever the other flags say. */
import { parseCertificates } from '../../authentication/x509.ts';
import { systemErrorText } from '../../base/errors.ts';
import type { ServerOptions } from '../../controlplane/options.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';
import { fileOf } from './read-file.ts';

const LISTS = [
  'requestheader-username-headers',
  'requestheader-uid-headers',
  'requestheader-group-headers',
  'requestheader-extra-headers-prefix',
  'requestheader-allowed-names',
];

/** @throws {UsageError} */
export function frontProxyOptions(flags: FlagSet): Pick<ServerOptions, 'requestHeader'> {
  for (const flag of LISTS) if (flags.list(flag).some((each) => each.trim() === '')) throw new UsageError(`empty value in "${flag}"`);
  const clientCa = fileOf(flags, 'requestheader-client-ca-file');
  if (clientCa === undefined) return {};
  try {
    parseCertificates(clientCa);
  } catch (error) {
    throw new UsageError(`--requestheader-client-ca-file ${flags.string('requestheader-client-ca-file')}: ${systemErrorText(error)}`);
  }
  return {
    requestHeader: {
      clientCa,
      allowedNames: flags.list('requestheader-allowed-names'),
      usernameHeaders: flags.list('requestheader-username-headers'),
      uidHeaders: flags.list('requestheader-uid-headers'),
      groupHeaders: flags.list('requestheader-group-headers'),
      extraHeaderPrefixes: flags.list('requestheader-extra-headers-prefix'),
    },
  };
}
