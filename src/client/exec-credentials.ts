/**
 * Credentials from a program (k8s.io/client-go/plugin/pkg/client/auth/exec): it is run when the first call needs them, when they have expired, and
 * after the other side has refused them. It writes an ExecCredential to its standard output; what it writes to standard error is the server's. It
 * cannot ask anybody anything.
 *
 * Bounds: one run at a time, shared by all calls that wait for it; RUN_MS for a run; MAX_OUTPUT_BYTES of output.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSecureContext } from 'node:tls';
import type { Clock } from '../base/clock.ts';
import { decodeUntyped, encodeUntyped } from '../codec/json/untyped.ts';
import { isJsonObject, type JsonObject, stringAt } from '../machinery/loose-json.ts';
import { getKey } from '../machinery/object.ts';
import { parseTime, timeToMillis } from '../machinery/time.ts';
import { CallError } from './call-error.ts';
import { EXEC_GROUP } from './exec-config.ts';
import { type Environment, type ExecConfig, KubeconfigError, type RestConfig } from './rest-config.ts';

const RUN_MS = 30_000;
const MAX_OUTPUT_BYTES = 1024 * 1024;
const VERSIONS: readonly string[] = [`${EXEC_GROUP}/v1`, `${EXEC_GROUP}/v1beta1`];

export interface Credential {
  readonly token?: string;
  /** PEM of both, or of neither. */
  readonly certificate?: string;
  readonly privateKey?: string;
}

interface Kept {
  readonly credential: Credential;
  /** Milliseconds since the epoch; undefined: as long as the other side takes it. */
  readonly until: number | undefined;
}

export class ExecCredentials {
  readonly #exec: ExecConfig;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #clock: Clock;
  #kept: Kept | undefined;
  #asking: Promise<Credential> | undefined;

  /**
   * @param environment what the program finds in its own beside what the kubeconfig says. @throws {KubeconfigError} for a version that is not spoken
   */
  constructor(config: RestConfig & { readonly exec: ExecConfig }, environment: Environment, clock: Clock) {
    const { exec } = config;
    if (!VERSIONS.includes(exec.apiVersion)) throw new KubeconfigError(`exec plugin: invalid apiVersion ${JSON.stringify(exec.apiVersion)}`);
    this.#exec = exec;
    this.#environment = { ...environment, ...Object.fromEntries(exec.env), KUBERNETES_EXEC_INFO: encodeUntyped(infoFor(config)) };
    this.#clock = clock;
  }

  /** @throws {CallError} of one line when the program does not deliver */
  async get(): Promise<Credential> {
    const { until } = this.#kept ?? {};
    if (this.#kept !== undefined && (until === undefined || this.#clock.now() <= until)) return this.#kept.credential;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** The other side does not take `credential` any more. */
  refused(credential: Credential): void {
    if (this.#kept?.credential === credential) this.#kept = undefined;
  }

  async #ask(): Promise<Credential> {
    const kept = understand(await this.#run(), this.#exec.apiVersion);
    this.#kept = kept;
    return kept.credential;
  }

  #run(): Promise<string> {
    const { command, args, interactiveMode } = this.#exec;
    if (interactiveMode === 'Always') throw new CallError('exec plugin cannot support interactive mode: standard input is not a terminal');
    const child = spawn(command, args, { env: this.#environment, stdio: ['ignore', 'pipe', 'inherit'] });
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(RUN_MS, () => child.kill('SIGKILL'));
      collect(child, (error, output) => {
        cancel();
        if (error === undefined) resolve(output);
        else reject(this.#failure(error));
      });
    });
  }

  #failure(error: NodeJS.ErrnoException | number): CallError {
    const { command, installHint } = this.#exec;
    if (typeof error === 'number') return new CallError(`exec: executable ${command} failed with exit code ${error}`);
    if (error.code !== 'ENOENT') return new CallError(`exec: ${error.message}`);
    return new CallError(`exec: executable ${command} not found${installHint === '' ? '' : `\n\n${installHint}`}`);
  }
}

/** @param done gets the exit code of a program that failed (-1: it was killed), or why it could not be run */
function collect(child: ChildProcess, done: (error: NodeJS.ErrnoException | number | undefined, output: string) => void): void {
  const pieces: Buffer[] = [];
  let size = 0;
  child.stdout?.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size <= MAX_OUTPUT_BYTES) pieces.push(piece);
    else child.kill('SIGKILL');
  });
  child.on('error', (error) => done(error, ''));
  child.on('close', (code) => done(code === 0 ? undefined : (code ?? -1), Buffer.concat(pieces).toString('utf8')));
}

/** What the program may know. */
function infoFor({ server, tls, proxy, exec }: RestConfig & { readonly exec: ExecConfig }): { [key: string]: unknown } {
  const cluster = {
    server,
    ...(tls.serverName === undefined ? {} : { 'tls-server-name': tls.serverName }),
    ...(tls.insecure === true ? { 'insecure-skip-tls-verify': true } : {}),
    ...(tls.authority === undefined ? {} : { 'certificate-authority-data': Buffer.from(tls.authority).toString('base64') }),
    ...(proxy === undefined ? {} : { 'proxy-url': proxy }),
    ...(exec.clusterExtension === undefined ? {} : { config: exec.clusterExtension }),
  };
  return {
    kind: 'ExecCredential',
    apiVersion: exec.apiVersion,
    spec: { ...(exec.provideClusterInfo ? { cluster } : {}), interactive: false },
  };
}

/** @throws {CallError} */
function understand(output: string, wanted: string): Kept {
  const answer = decoded(output);
  const version = String(getKey(answer, 'apiVersion') ?? '');
  if (getKey(answer, 'kind') !== 'ExecCredential') throw new CallError('decoding stdout: it is no ExecCredential');
  if (version !== wanted) throw new CallError(`exec plugin is configured to use API version ${wanted}, plugin returned version ${version}`);
  const status = getKey(answer, 'status');
  if (!isJsonObject(status)) throw new CallError("exec plugin didn't return a status field");
  const [token, certificate, privateKey] = [stringAt(status, 'token'), stringAt(status, 'clientCertificateData'), stringAt(status, 'clientKeyData')];
  if (token === '' && certificate === '' && privateKey === '') throw new CallError("exec plugin didn't return a token or cert/key pair");
  if ((certificate === '') !== (privateKey === '')) throw new CallError('exec plugin returned only certificate or key, not both');
  if (certificate !== '') checkPair(certificate, privateKey);
  const credential = { ...(token === '' ? {} : { token }), ...(certificate === '' ? {} : { certificate, privateKey }) };
  return { credential, until: timeOf(stringAt(status, 'expirationTimestamp')) };
}

function decoded(output: string): JsonObject {
  let value: unknown;
  try {
    value = decodeUntyped(Buffer.from(output));
  } catch (error) {
    throw new CallError(`decoding stdout: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CallError('decoding stdout: it is no ExecCredential');
  return value as { readonly [key: string]: unknown };
}

function timeOf(text: string): number | undefined {
  if (text === '') return undefined;
  try {
    const time = parseTime(text);
    return time === undefined ? undefined : timeToMillis(time);
  } catch (error) {
    throw new CallError(`decoding stdout: ${(error as Error).message}`);
  }
}

function checkPair(certificate: string, privateKey: string): void {
  try {
    createSecureContext({ cert: certificate, key: privateKey });
  } catch (error) {
    throw new CallError(`failed parsing client key/certificate: ${(error as Error).message}`);
  }
}
