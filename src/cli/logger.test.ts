/** Where the lines of the log go. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFlags } from './flags/parse.ts';
import { FLAGS } from './flags/table.ts';
import { loggerFromFlags } from './logger.ts';
import type { Terminal } from './terminal.ts';

const ALPHA = '--feature-gates=LoggingAlphaOptions=true';

function world(...args: readonly string[]) {
  const heard: string[] = [];
  const ends: (() => void)[] = [];
  const note = (stream: string) => (text: string) => {
    for (const line of text.trimEnd().split('\n')) heard.push(`${stream} ${/"([^"]+)"/.exec(line)?.[1]}`);
  };
  const terminal: Terminal = {
    surroundings: { platform: 'linux', home: undefined, hostName: 'host', env: {}, address: undefined },
    processId: 1,
    interactive: false,
    width: 0,
    out: note('out'),
    err: note('err'),
    atExit: (task) => ends.push(task),
    uptime: () => 0,
  };
  return {
    log: loggerFromFlags(parseFlags(FLAGS, args), terminal),
    heard,
    end: (): void => {
      for (const each of ends) each();
    },
  };
}

test('all lines go to standard error; with split streams only errors do', () => {
  const plain = world();
  const split = world(ALPHA, '--log-text-split-stream');
  for (const { log } of [plain, split]) {
    log.info('hello');
    log.error('oh', 'no');
  }
  assert.deepEqual(plain.heard, ['err hello', 'err oh']);
  assert.deepEqual(split.heard, ['out hello', 'err oh']);
});

test('lines that are held back come before an error that follows them, and before the end', () => {
  const { log, heard, end } = world(ALPHA, '--log-text-info-buffer-size=64Ki');
  log.info('one');
  assert.deepEqual(heard, []);
  log.error('two', 'no');
  log.info('three');
  end();
  assert.deepEqual(heard, ['err one', 'err two', 'err three']);
});

test('both need their gate', () => {
  for (const [flag, option] of [
    ['--log-text-split-stream', 'splitStream'],
    ['--log-text-info-buffer-size=1Ki', 'infoBufferSize'],
  ] as const)
    assert.throws(() => world(flag), { message: `options.text.${option}: Forbidden: Feature LoggingAlphaOptions is disabled` });
});
