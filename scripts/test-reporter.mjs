/**
 * What a test run prints: one line per file, every failure in full, nothing about what passed. The counts, and the names of what
 * failed or was skipped, go to the file named by COXSWAIN_TEST_COUNTS. A suite is not counted, only the tests in it; a skipped test must say why.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';

const MAX_LINES = 80;
const MAX_COLUMNS = 1000;

const counts = { passed: 0, failed: 0, skipped: 0, left: [], broken: [] };
/** Parents that failed only because a test inside did: their own failure says nothing new. */
const SUBTEST_FAILURE = 'subtestsFailed';

// biome-ignore lint/style/noDefaultExport: node looks for the reporter there
export default async function* report(events) {
  const open = [];
  let file;
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type === 'test:start') open[data.nesting] = data.name;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.file !== undefined && data.file !== file) {
      file = data.file;
      yield `       ${path.relative(process.cwd(), file)}\n`;
    }
    if (type === 'test:fail') yield failure(data, open);
    else pass(data);
  }
  if (process.env.COXSWAIN_TEST_COUNTS) writeFileSync(process.env.COXSWAIN_TEST_COUNTS, JSON.stringify(counts));
}

function pass(data) {
  if (data.skip !== undefined || data.todo !== undefined) {
    counts.skipped += 1;
    counts.left.push({ name: data.name, reason: typeof data.skip === 'string' && data.skip !== '' ? data.skip : 'no reason given' });
  } else if (data.details.type !== 'suite') counts.passed += 1;
}

function failure(data, open) {
  const error = data.details.error;
  if (error?.failureType === SUBTEST_FAILURE) return '';
  counts.failed += 1;
  const name = [...open.slice(0, data.nesting), data.name].join(' > ');
  const place = `${path.relative(process.cwd(), data.file ?? '')}:${data.line ?? 0}`;
  counts.broken.push(`${name} (${place})`);
  return `FAILED ${name}\n       at ${place}\n${indent(text(error?.cause ?? error))}\n`;
}

/** Whole objects in an assertion can be longer than anybody reads: lines are cut, and so is their number. */
function text(error) {
  const lines = (typeof error === 'string' ? error : inspect(error, { colors: false, depth: 5 })).split('\n');
  const cut = lines
    .slice(0, MAX_LINES)
    .map((line) => (line.length > MAX_COLUMNS ? `${line.slice(0, MAX_COLUMNS)} ... (${line.length} characters)` : line));
  return [...cut, ...(lines.length > MAX_LINES ? [`... (${lines.length} lines)`] : [])].join('\n');
}

function indent(lines) {
  return lines.replaceAll(/^/gm, '       ');
}
