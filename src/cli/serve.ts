/** `coxswain serve`: flags, certificates, server, kubeconfig, banner, and a clean end. */
import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import { systemClock } from '../base/clock.ts';
import { systemErrorText } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { AuthenticationChange } from '../controlplane/access/authentication.ts';
import { ensureCertificates, type ServerCertificates } from '../controlplane/certificates/certificates.ts';
import { makeFolder, pemFolder } from '../controlplane/certificates/files.ts';
import { kubeconfigObject, localUrl } from '../controlplane/certificates/kubeconfig.ts';
import { servingNames } from '../controlplane/certificates/names.ts';
import type { ServerOptions, TlsMaterial } from '../controlplane/options.ts';
import type { Server } from '../controlplane/server.ts';
import { watchAuthentication, withOwn } from './authentication-watch.ts';
import { banner } from './banner.ts';
import { watchCertificates } from './certificate-watch.ts';
import { type DataFolder, dataFolder } from './data-folder.ts';
import { flagUsages } from './flags/help.ts';
import { type FlagSet, parseFlags } from './flags/parse.ts';
import { FLAGS, SECTIONS } from './flags/table.ts';
import { UsageError } from './flags/usage-error.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { loggerFromFlags } from './logger.ts';
import { type FlagOptions, optionsFromFlags } from './options/options.ts';
import { bindAddress, certificateFiles, checkServing, givenServing, secureOptions } from './options/serving.ts';
import { loadPluginModules } from './plugin-modules.ts';
import { firstSignal, surviveMistakes } from './signals.ts';
import type { Terminal } from './terminal.ts';
import { flagVersionText, PACKAGE_VERSION } from './version.ts';

const HELP = `Serves the Kubernetes API from one process, with a store of its own or on etcd.

Usage:
  coxswain [serve] [flags]
  coxswain kubeconfig [--user U --group G] [--merge]
  coxswain db status|backup|restore|export|import|compact|reset
  coxswain version
`;

/** V8's own. */
const V8_GROWTH_FACTOR = 2;

/** By how much V8 enlarges the young generation when much of it survives; 1: not at all. */
function growYoungGeneration(factor: number): void {
  v8.setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

export async function serveCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const flags = parseFlags(FLAGS, args);
  if (flags.bool('help')) return terminal.out(`${HELP}${flagUsages(SECTIONS, terminal.width)}`);
  if (flags.given('version') && flags.string('version') !== 'false') return terminal.out(flagVersionText(flags.string('version')));
  if (flags.operands.length > 0) throw new UsageError(`"coxswain serve" does not take any arguments, got ${JSON.stringify(flags.operands)}`);
  // Sockets and files are their owner's from the moment they are there, not from a chmod on.
  process.umask(0o077);
  const log = loggerFromFlags(flags, terminal);
  const folder = dataFolder(askedFolder(flags), terminal.surroundings);
  const command: Command = { flags, terminal, log, folder, options: optionsFromFlags(flags, folder, terminal.surroundings) };
  checkServing(flags);
  const stop = firstSignal();
  surviveMistakes(log);
  // All that a start reads stays. V8 would take that as a reason to enlarge the young generation, by tens of megabytes that it keeps.
  growYoungGeneration(1);
  const certificates = await prepareFolder(command);
  let ready = false;
  // Nobody was answered yet: there is nothing to bring to an end.
  void stop.then(() => ready || process.exit(0));
  const server = await start(await serverOptions(command, certificates));
  ready = true;
  growYoungGeneration(V8_GROWTH_FACTOR);
  const url = localUrl('https', bindAddress(flags), server.port ?? 0);
  await publishKubeconfig(command, url, certificates);
  announce(command, server, url);
  const reload = (): Promise<void> => reloadCertificates(command, server, url);
  const change = (next: AuthenticationChange): Promise<void> => server.changeAuthentication(next);
  const watches = [
    watchCertificates({ files: certificateFiles(flags), clock: systemClock, log, reload }),
    watchAuthentication({ flags, clock: systemClock, log, ownAuthority: certificates.authority, change }),
  ];
  await stop;
  for (const end of watches) end();
  await server.close();
  process.exit(0);
}

/**
 * Where the store is elsewhere, the kubeconfig lies beside the certificates that it holds: a server that a test suite starts leaves the user's own
 * kubeconfig alone.
 */
function askedFolder(flags: FlagSet): string {
  const storesElsewhere = flags.given('etcd-servers') || (flags.given('storage-backend') && flags.string('storage-backend') !== 'embedded');
  return !flags.given('data-dir') && flags.given('cert-dir') && storesElsewhere ? flags.string('cert-dir') : flags.string('data-dir');
}

/** What one run of the command knows from its first line on. */
interface Command {
  readonly flags: FlagSet;
  readonly terminal: Terminal;
  readonly log: Logger;
  readonly folder: DataFolder;
  readonly options: FlagOptions;
}

async function serverOptions({ flags, log, options }: Command, certificates: ServerCertificates): Promise<ServerOptions> {
  const serving = usersServing(flags, certificates);
  return {
    ...options,
    log,
    flagValues: flags.texts(),
    admissionPluginModules: await loadPluginModules(flags.list('admission-plugin-module'), process.getuid?.()),
    serviceAccounts: { signingKey: certificates.serviceAccountKey, ...options.serviceAccounts },
    rootCa: (serving === undefined ? undefined : rootOf(serving)) ?? certificates.authority,
    secure: secureOptions(flags, serving ?? certificates.serving),
    clientCa: withOwn(options.clientCa, certificates.authority),
  };
}

/** The certificate that the user brought, by flags or into --cert-dir; undefined when the server shows its own. */
function usersServing(flags: FlagSet, { serving, servingIsOwn }: ServerCertificates): TlsMaterial | undefined {
  return givenServing(flags) ?? (servingIsOwn ? undefined : serving);
}

/** The administrator's, with the authority that the server's certificate can be verified by. */
async function publishKubeconfig({ flags, folder }: Command, server: string, certificates: ServerCertificates): Promise<void> {
  const serving = usersServing(flags, certificates);
  const authority = serving === undefined ? certificates.authority : rootOf(serving);
  await writeKubeconfig(folder.kubeconfig, kubeconfigObject({ server, authority, client: certificates.admin }));
}

async function reloadCertificates(command: Command, server: Server, url: string): Promise<void> {
  const own = await prepareFolder(command);
  server.reloadCertificates(secureOptions(command.flags, usersServing(command.flags, own) ?? own.serving));
  command.log.info('Serving certificates were reloaded');
  await publishKubeconfig(command, url, own);
}

interface FolderInUse {
  readonly what: string;
  readonly path: string;
  /** By which another one is chosen. */
  readonly flag: string;
}

/** @throws {UsageError} when something else is there */
function refuseFile({ what, path: folder, flag }: FolderInUse): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UsageError(`cannot use the ${what} ${folder}: it is a file; choose another one with ${flag}`);
}

/** Makes the data folder and what must lie in it. */
async function prepareFolder({ flags, folder, options, terminal, log }: Command): Promise<ServerCertificates> {
  const pki = flags.given('cert-dir') ? path.resolve(flags.string('cert-dir')) : folder.pki;
  const names = servingNames({
    hostName: terminal.surroundings.hostName,
    advertiseAddress: options.advertiseAddress,
    bindAddress: bindAddress(flags),
    externalHostname: options.externalHostname,
    serviceClusterIpRange: options.serviceClusterIpRange,
  });
  let current: FolderInUse = { what: 'data folder', path: folder.root, flag: '--data-dir' };
  try {
    makeFolder(folder.root);
    refuseFile(current);
    if (flags.given('cert-dir')) current = { what: 'folder of certificates', path: pki, flag: '--cert-dir' };
    refuseFile({ ...current, what: 'folder of certificates', path: pki });
    const certificates = await ensureCertificates(pemFolder(pki), names, Date.now());
    if (certificates.made.length > 0) log.info('Generated certificates', { folder: pki, files: certificates.made.join(',') });
    return certificates;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UsageError(`cannot use the ${current.what} ${current.path}: ${systemErrorText(error)}; choose another one with ${current.flag}`);
  }
}

async function start(options: ServerOptions): Promise<Server> {
  // Loaded only now: --help, --version and mistakes in flags need none of it.
  const { createServer } = await import('../controlplane/server.ts');
  try {
    return await createServer(options);
  } catch (error) {
    throw explained(error, options);
  }
}

/** A listener that cannot be opened, in words that name the way out. */
function explained(error: unknown, { secure, insecure, debugSocket }: ServerOptions): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error) || error.syscall !== 'listen') return error;
  // A Unix socket has the port -1.
  const port = 'port' in error && Number(error.port) >= 0 ? Number(error.port) : undefined;
  const socket = 'address' in error ? String(error.address) : '';
  const socketFlag = socket === debugSocket ? '--debug-socket-path' : '--unix-socket';
  const isInsecure = port !== undefined && port === insecure?.port && port !== secure?.port;
  const flag = isInsecure ? '--insecure-port' : '--secure-port';
  switch (error.code) {
    case 'EADDRINUSE':
      if (port === undefined)
        return new UsageError(`the socket ${socket} is in use: stop the other server, or choose another one with ${socketFlag}`);
      return new UsageError(
        `port ${port} is in use: stop what uses it, or choose another one with ${flag}${isInsecure ? '' : ' (0 picks a free one)'}`,
      );
    case 'EACCES':
      if (port === undefined) return new UsageError(`cannot make the socket ${socket}: permission denied`);
      return new UsageError(`port ${port} may not be opened by this user: choose one above 1023 with ${flag}`);
    case 'EADDRNOTAVAIL':
      return new UsageError(`this machine has no address ${secure?.address}: choose another one with --bind-address`);
    default:
      return new UsageError(error.message);
  }
}

function announce({ options, folder, terminal, log }: Command, server: Server, url: string): void {
  log.info(`Serving securely on ${new URL(url).host}`, { kubeconfig: folder.kubeconfig });
  if (server.insecurePort !== undefined) log.warn('Serving insecurely: every request acts as system:masters', { port: server.insecurePort });
  if (!terminal.interactive) return;
  terminal.out(
    banner({
      version: PACKAGE_VERSION,
      readyIn: terminal.uptime(),
      url,
      storage: storageText(options),
      kubeconfig: folder.kubeconfig,
      home: terminal.surroundings.home,
      insecureUrl: server.insecurePort === undefined ? undefined : localUrl('http', options.insecure?.address ?? '', server.insecurePort),
    }),
  );
}

function storageText({ storage }: FlagOptions): string {
  switch (storage.backend) {
    case 'memory':
      return 'memory: everything is gone at the end';
    case 'embedded':
      return storage.folder;
    case 'etcd3':
      return storage.servers.join(', ');
  }
}

/** What clients must trust to believe a certificate that the user brought: its root when the file has it, otherwise what they trust anyway. */
function rootOf({ certificate }: TlsMaterial): string | undefined {
  const chain = certificate.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const last = chain.at(-1);
  if (last === undefined) return undefined;
  const parsed = new X509Certificate(last);
  return parsed.checkIssued(parsed) ? `${last}\n` : undefined;
}
