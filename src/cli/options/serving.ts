/** Flags about sockets and TLS -> options. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import path from 'node:path';
import { getCiphers } from 'node:tls';
import { systemErrorText } from '../../base/errors.ts';
import { makeFolder } from '../../controlplane/certificates/files.ts';
import type { SecureOptions, ServerOptions, SniCertificate, TlsMaterial } from '../../controlplane/options.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';
import { fileOf, readNamed } from './read-file.ts';

const LOOPBACK = '127.0.0.1';
const MAX_PORT = 65535;
const PAIR_IN_FOLDER: readonly string[] = ['apiserver.crt', 'apiserver.key'];

/**
 * The address to listen on. Upstream's default is every interface; somebody who starts without any word about addresses or storage is trying things
 * out on a laptop, and gets loopback.
 */
export function bindAddress(flags: FlagSet): string {
  if (flags.given('bind-address') || flags.given('etcd-servers')) return flags.string('bind-address');
  return LOOPBACK;
}

/** The certificate that the user brought, or undefined. */
export function givenServing(flags: FlagSet): TlsMaterial | undefined {
  const certificate = fileOf(flags, 'tls-cert-file');
  const privateKey = fileOf(flags, 'tls-private-key-file');
  if ((certificate === undefined) !== (privateKey === undefined)) throw new UsageError('--tls-cert-file and --tls-private-key-file belong together');
  if (certificate === undefined || privateKey === undefined) return undefined;
  return checkPair(
    { certificate, privateKey },
    `--tls-cert-file ${flags.string('tls-cert-file')} and --tls-private-key-file ${flags.string('tls-private-key-file')}`,
  );
}

/** The files that certificates are read from: they may be replaced while the server runs. */
export function certificateFiles(flags: FlagSet): readonly string[] {
  const named = [flags.string('tls-cert-file'), flags.string('tls-private-key-file')].filter((file) => file !== '');
  if (named.length === 0 && flags.given('cert-dir')) named.push(...PAIR_IN_FOLDER.map((file) => path.join(flags.string('cert-dir'), file)));
  return [...named, ...flags.list('tls-sni-cert-key').flatMap((each) => (each.split(':')[0] ?? '').split(','))];
}

export function secureOptions(flags: FlagSet, serving: TlsMaterial): SecureOptions {
  return { ...secureSettings(flags), serving };
}

/**
 * All of the secure port but the server's own certificate, which may have to be made first: nothing is made for a start that a mistake here stops.
 * @throws {UsageError}
 */
export function checkServing(flags: FlagSet): void {
  secureSettings(flags);
  givenServing(flags);
}

function secureSettings(flags: FlagSet): Omit<SecureOptions, 'serving'> {
  const minVersion = minimalVersion(flags.string('tls-min-version'));
  const suites = flags.list('tls-cipher-suites');
  return {
    address: bindAddress(flags),
    port: port(flags, 'secure-port'),
    sni: flags.list('tls-sni-cert-key').map(sniCertificate),
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(suites.length === 0 ? {} : { cipherSuites: suites.map(opensslName) }),
    ...(flags.list('tls-curve-preferences').length === 0 ? {} : { curves: flags.list('tls-curve-preferences').map(curve) }),
    reusePort: flags.bool('permit-port-sharing'),
    disableHttp2: flags.bool('disable-http2-serving'),
    maxStreams: flags.number('http2-max-streams-per-connection'),
  };
}

/** @throws {UsageError} */
export function otherListeners(flags: FlagSet, platform: string): Pick<ServerOptions, 'insecure' | 'unixSocket' | 'debugSocket'> {
  const insecure = port(flags, 'insecure-port');
  const unixSocket = socketPath(flags, 'unix-socket', platform);
  const debugSocket = socketPath(flags, 'debug-socket-path', platform);
  return {
    ...(insecure === 0 ? {} : { insecure: { address: LOOPBACK, port: insecure } }),
    ...(unixSocket === undefined ? {} : { unixSocket }),
    ...(debugSocket === undefined ? {} : { debugSocket }),
  };
}

/** What fits into a socket's address, the zero byte behind it left out (unix(7)). */
const MAX_SOCKET_PATH: { readonly [platform: string]: number } = { linux: 107, darwin: 103 };

function socketPath(flags: FlagSet, flag: string, platform: string): string | undefined {
  const given = flags.string(flag);
  if (given === '') return undefined;
  const file = path.resolve(given);
  const longest = MAX_SOCKET_PATH[platform];
  const length = Buffer.byteLength(file);
  if (longest !== undefined && length > longest)
    throw new UsageError(`--${flag} ${file} is too long: it has ${length} bytes, and this system takes ${longest}`);
  try {
    makeFolder(path.dirname(file));
  } catch (error) {
    throw new UsageError(`cannot make the folder of --${flag} ${file}: ${systemErrorText(error)}`);
  }
  return file;
}

function port(flags: FlagSet, flag: string): number {
  const value = flags.number(flag);
  if (value < 0 || value > MAX_PORT) throw new UsageError(`--${flag} ${value} must be between 0 and ${MAX_PORT}, inclusive`);
  return value;
}

function minimalVersion(name: string): 'TLSv1.2' | 'TLSv1.3' | undefined {
  switch (name) {
    case '':
      return undefined;
    case 'VersionTLS12':
      return 'TLSv1.2';
    case 'VersionTLS13':
      return 'TLSv1.3';
    case 'VersionTLS10':
    case 'VersionTLS11':
      throw new UsageError(`--tls-min-version=${name} is not supported: the oldest version is VersionTLS12`);
    default:
      throw new UsageError(`unknown tls version ${JSON.stringify(name)}`);
  }
}

/** IANA's numbers of the groups that Go and OpenSSL both have. */
const CURVES: ReadonlyMap<string, string> = new Map([
  ['23', 'prime256v1'],
  ['24', 'secp384r1'],
  ['25', 'secp521r1'],
  ['29', 'X25519'],
  ['4588', 'X25519MLKEM768'],
]);

function curve(number: string): string {
  const name = CURVES.get(number.trim());
  if (name === undefined)
    throw new UsageError(`--tls-curve-preferences: curve ${number} is not supported: there are ${[...CURVES.keys()].join(', ')}`);
  return name;
}

/** IANA's name of a cipher suite -> OpenSSL's: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 -> ECDHE-RSA-AES128-GCM-SHA256. */
function opensslName(iana: string): string {
  const found = /^TLS_(?:RSA|(ECDHE_(?:RSA|ECDSA)))_WITH_(.+)$/.exec(iana);
  const suite = found?.[2]
    ?.replace(/^AES_(\d+)/, 'AES$1')
    .replace('_CBC', '')
    .replace('CHACHA20_POLY1305_SHA256', 'CHACHA20_POLY1305')
    .replace('CHACHA20_POLY1305', 'CHACHA20-POLY1305');
  const name = found === null ? iana : `${found[1] === undefined ? '' : `${found[1]}-`}${suite}`.replaceAll('_', '-');
  if (!getCiphers().includes(name.toLowerCase())) throw new UsageError(`Cipher suite ${iana} not supported or doesn't exist`);
  return name;
}

/** "certificate,key" or "certificate,key:pattern,pattern". */
function sniCertificate(text: string): SniCertificate {
  const at = text.indexOf(':');
  const [certificateFile, keyFile, ...more] = (at < 0 ? text : text.slice(0, at)).split(',');
  if (certificateFile === undefined || keyFile === undefined || more.length > 0)
    throw new UsageError('--tls-sni-cert-key: expected comma separated certificate and key file paths');
  const pair = { certificate: readNamed(certificateFile, 'tls-sni-cert-key'), privateKey: readNamed(keyFile, 'tls-sni-cert-key') };
  const domains =
    at < 0
      ? []
      : text
          .slice(at + 1)
          .split(',')
          .map((domain) => domain.trim())
          .filter((domain) => domain !== '');
  return { ...checkPair(pair, `--tls-sni-cert-key ${text}`), domains };
}

function checkPair(pair: TlsMaterial, what: string): TlsMaterial {
  let fits: boolean;
  try {
    fits = new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.privateKey));
  } catch (error) {
    const isNoPem = error instanceof Error && 'code' in error && error.code === 'ERR_OSSL_PEM_NO_START_LINE';
    throw new UsageError(`${what}: ${isNoPem ? 'failed to find any PEM data' : systemErrorText(error)}`);
  }
  if (!fits) throw new UsageError(`${what}: the private key does not belong to the certificate`);
  return pair;
}
