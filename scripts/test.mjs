/**
 * `npm test`: installs what is missing, then lint and format, types, and all tests (unit, architecture, integration). Runs on Node 20.
 *
 *   npm test                          everything
 *   npm test -- src/codec             the tests in a folder or of a file, without lint and types
 *   npm test -- --e2e                 the tests with real clients and the robustness tests; they need the programs of scripts/test-clients.mjs
 *
 * With COXSWAIN_SUMMARY the counts are also appended to that file, one line of JSON a run, for a caller who adds them up.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBundle } from './bundle.mjs';
import { filesUnder } from './files.mjs';
import { ensureNode, ensurePackages, environment, root, SetupError } from './toolchain.mjs';

const EVERYTHING = ['src', 'test/architecture', 'test/integration', 'examples'];

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function main(asked) {
  const node = ensureNode();
  ensurePackages(node);
  const total = { passed: 0, failed: 0, skipped: 0, left: [], broken: [] };
  const endToEnd = asked.includes('--e2e');
  const folders = endToEnd ? ['test/e2e', 'test/robustness'] : asked.length > 0 ? asked : EVERYTHING;
  if (endToEnd) await ensureBundle();
  if (asked.length === 0) {
    check(node, total, 'lint and format', 'biome', ['check', '--error-on-warnings']);
    check(node, total, 'types', 'tsc', ['-p', '.']);
  }
  tests(node, total, testFiles(folders), endToEnd);
  report(total);
  return total.failed === 0 ? 0 : 1;
}

function check(node, total, title, command, args) {
  const started = performance.now();
  const { status } = spawnSync(path.join(root, 'node_modules', '.bin', command), args, { cwd: root, stdio: 'inherit', env: environment(node) });
  if (status !== 0) return fail(total, `${title} (${seconds(started)})`);
  total.passed += 1;
  process.stdout.write(`ok     ${title} (${seconds(started)})\n`);
}

/** One process for all files is ten times quicker than one each; end-to-end tests start their own servers and may overlap. */
function tests(node, total, files, endToEnd) {
  const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-test-'));
  const counts = path.join(folder, 'counts.json');
  const { status, signal } = spawnSync(
    node,
    [
      '--test',
      ...(endToEnd ? ['--test-concurrency=1'] : ['--test-isolation=none']),
      `--test-reporter=${path.join(root, 'scripts', 'test-reporter.mjs')}`,
      '--test-reporter-destination=stdout',
      ...files,
    ],
    { cwd: root, stdio: 'inherit', env: { ...environment(node), COXSWAIN_TEST_COUNTS: counts } },
  );
  try {
    const found = JSON.parse(readFileSync(counts, 'utf8'));
    total.passed += found.passed;
    total.failed += found.failed;
    total.skipped += found.skipped;
    total.left.push(...found.left);
    total.broken.push(...found.broken);
    if (status !== 0 && found.failed === 0) fail(total, `the test run ended with ${signal ?? status}, though no test failed`);
  } catch {
    fail(total, `the test run ended early with ${signal ?? status}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fail(total, why) {
  total.failed += 1;
  total.broken.push(why);
  process.stdout.write(`FAILED ${why}\n`);
}

function testFiles(folders) {
  const files = folders.flatMap((folder) => filesUnder(folder, ['.test.ts']));
  if (files.length === 0) throw new SetupError(`no tests in ${folders.join(', ')}`);
  return [...new Set(files)];
}

function report(total) {
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  for (const [reason, names] of namesByReason(total.left)) {
    process.stdout.write(`SKIPPED ${names.length} ${names.length === 1 ? 'test' : 'tests'}: ${reason}\n`);
    for (const name of names) process.stdout.write(`        ${name}\n`);
  }
  if (total.broken.length > 0) process.stdout.write(`\n${total.broken.map((each) => `FAILED ${each}\n`).join('')}`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  if (process.env.COXSWAIN_SUMMARY) appendFileSync(process.env.COXSWAIN_SUMMARY, `${JSON.stringify(total)}\n`);
}

function namesByReason(left) {
  const names = new Map();
  for (const { name, reason } of left) names.set(reason, [...(names.get(reason) ?? []), name]);
  return names;
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
