/** kubectl as tests use it: in a namespace of their own, with what it printed at hand when it fails. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Output, programs, Running, type RunOptions, run, type TestServer } from './processes.ts';

export class Kubectl {
  readonly #server: TestServer;
  readonly #namespace: string;
  /** kubectl caches discovery under the home folder; a user's own must not be mixed with a test's. */
  readonly #home = mkdtempSync(path.join(tmpdir(), 'coxswain-kubectl-'));

  private constructor(server: TestServer, namespace: string) {
    this.#server = server;
    this.#namespace = namespace;
  }

  /** With a new namespace, which controllers have furnished, as the default one. */
  static async inNamespace(server: TestServer, namespace: string): Promise<Kubectl> {
    const kubectl = new Kubectl(server, namespace);
    await kubectl.ok(['create', '-f', '-'], { input: `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${namespace}\n` });
    // Pods run as an account. Where a controller makes it, it may be there already.
    const { code, stderr } = await kubectl.run(['create', 'serviceaccount', 'default']);
    assert.ok(code === 0 || stderr.includes('already exists'), stderr);
    return kubectl;
  }

  /** Runs to the end, whatever the outcome. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Output> {
    return run(programs.kubectl ?? 'kubectl', this.#args(args), { ...options, env: { HOME: this.#home, ...options.env } });
  }

  /** Runs to the end, which must be a good one. @returns what it printed */
  async ok(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, options);
    assert.equal(code, 0, `kubectl ${args.join(' ')}\n${stderr}${stdout}`);
    return stdout;
  }

  /** Starts a command that goes on (a watch, a proxy). */
  start(args: readonly string[]): Running {
    return new Running(programs.kubectl ?? 'kubectl', this.#args(args), { HOME: this.#home });
  }

  #args(args: readonly string[]): string[] {
    return ['--kubeconfig', this.#server.kubeconfig, '--namespace', this.#namespace, ...args];
  }
}
