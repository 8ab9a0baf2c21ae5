/** `coxswain serve`: flags, certificates, server, kubeconfig, banner, and a clean end. */
import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { reason } from '../base/system-error.ts';
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
import { bindAddress, certificateFiles, givenServing, secureOptions } from './options/serving.ts';
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

export async function serveCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const flags = parseFlags(FLAGS, args);
  if (flags.bool('help')) return terminal.out(`${HELP}${flagUsages(SECTIONS, terminal.width)}`);
  if (flags.given('version') && flags.string('version') !== 'false') return terminal.out(flagVersionText(flags.string('version')));
  if (flags.operands.length > 0) throw new UsageError(`"coxswain serve" does not take any arguments, got ${JSON.stringify(flags.operands)}`);
  // Sockets and files are their owner's from the moment they are there, not from a chmod on.
  process.umask(0o077);
  const log = loggerFromFlags(flags, terminal);
  const folder = dataFolder(flags.string('data-dir'), terminal.surroundings);
  const options = optionsFromFlags(flags, folder, terminal.surroundings);
  const stop = firstSignal();
  surviveMistakes(log);
  const certificates = await prepareFolder(flags, folder, options, terminal, log);
  const serving = givenServing(flags);
  const complete: ServerOptions = {
    ...options,
    log,
    admissionPluginModules: await loadPluginModules(flags.list('admission-plugin-module'), process.getuid?.()),
    serviceAccounts: { signingKey: certificates.serviceAccountKey, ...options.serviceAccounts },
    rootCa: (serving === undefined ? undefined : rootOf(serving)) ?? certificates.authority,
    secure: secureOptions(flags, serving ?? certificates.serving),
    clientCa: withOwn(options.clientCa, certificates.authority),
  };
  const server = await start(complete);
  const url = localUrl('https', bindAddress(flags), server.port ?? 0);
  const authority = serving === undefined ? certificates.authority : rootOf(serving);
  await writeKubeconfig(folder.kubeconfig, kubeconfigObject({ server: url, authority, client: certificates.admin }));
  announce(complete, server, url, folder, terminal, log);
  const stopWatching = watchCertificates({
    files: certificateFiles(flags),
    clock: systemClock,
    log,
    reload: async () => {
      const own = await prepareFolder(flags, folder, options, terminal, log);
      const given = givenServing(flags);
      server.reloadCertificates(secureOptions(flags, given ?? own.serving));
      log.info('Serving certificates were reloaded');
      await writeKubeconfig(
        folder.kubeconfig,
        kubeconfigObject({ server: url, authority: given === undefined ? own.authority : rootOf(given), client: own.admin }),
      );
    },
  });
  const stopAuthenticationWatch = watchAuthentication({
    flags,
    clock: systemClock,
    log,
    ownAuthority: certificates.authority,
    change: (change) => server.changeAuthentication(change),
  });
  await stop;
  stopWatching();
  stopAuthenticationWatch();
  await server.close();
  process.exit(0);
}

/** Makes the data folder and what must lie in it. */
async function prepareFolder(flags: FlagSet, folder: DataFolder, options: FlagOptions, terminal: Terminal, log: Logger): Promise<ServerCertificates> {
  const pki = flags.given('cert-dir') ? path.resolve(flags.string('cert-dir')) : folder.pki;
  const names = servingNames({
    hostName: terminal.surroundings.hostName,
    advertiseAddress: options.advertiseAddress,
    bindAddress: bindAddress(flags),
    externalHostname: options.externalHostname,
    serviceClusterIpRange: options.serviceClusterIpRange,
  });
  try {
    makeFolder(folder.root);
    if (!statSync(folder.root).isDirectory())
      throw new UsageError(`cannot use the data folder ${folder.root}: it is a file; choose another one with --data-dir`);
    const certificates = await ensureCertificates(pemFolder(pki), names, Date.now());
    if (certificates.made.length > 0) log.info('Generated certificates', { folder: pki, files: certificates.made.join(',') });
    return certificates;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UsageError(`cannot use the data folder ${folder.root}: ${reason(error)}; choose another one with --data-dir`);
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

/** A door that cannot be opened, in words that name the way out. */
function explained(error: unknown, { secure, insecure, unixSocket }: ServerOptions): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error) || error.syscall !== 'listen') return error;
  // A Unix socket has the port -1.
  const port = 'port' in error && Number(error.port) >= 0 ? Number(error.port) : undefined;
  const isInsecure = port !== undefined && port === insecure?.port && port !== secure?.port;
  const flag = isInsecure ? '--insecure-port' : '--secure-port';
  switch (error.code) {
    case 'EADDRINUSE':
      if (port === undefined)
        return new UsageError(`the socket ${unixSocket} is in use: stop the other server, or choose another one with --unix-socket`);
      return new UsageError(
        `port ${port} is in use: stop what uses it, or choose another one with ${flag}${isInsecure ? '' : ' (0 picks a free one)'}`,
      );
    case 'EACCES':
      if (port === undefined) return new UsageError(`cannot make the socket ${unixSocket}: permission denied`);
      return new UsageError(`port ${port} may not be opened by this user: choose one above 1023 with ${flag}`);
    case 'EADDRNOTAVAIL':
      return new UsageError(`this machine has no address ${secure?.address}: choose another one with --bind-address`);
    default:
      return new UsageError(error.message);
  }
}

function announce(options: ServerOptions, server: Server, url: string, folder: DataFolder, terminal: Terminal, log: Logger): void {
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
      insecureUrl: server.insecurePort === undefined ? undefined : localUrl('http', options.insecure?.address ?? '', server.insecurePort),
    }),
  );
}

function storageText({ storage }: ServerOptions): string {
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
