/**
 * A process that writes as fast as it can until it is killed, and says on stdout what has been acknowledged, one line each:
 * `sent KEY SEQUENCE` before a write, `done KEY SEQUENCE REVISION` after it. Sequence 0 of a key is its absence.
 */
import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { openEmbeddedStore } from '../../src/storage/embedded/embedded-store.ts';

const WRITERS = 64;
/** Small, so that compaction and sweeping run while the process dies. */
const HISTORY_BYTES = 2 * 1024 * 1024;

const [folder = '', round = '0'] = argv.slice(2);
const store = await openEmbeddedStore({ folder, clock: systemClock, log: silentLogger, historyBytes: HISTORY_BYTES });

/** At once and whole (a pipe takes lines this short in one piece); what stands in the pipe survives the kill. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) {
        throw error;
      }
    }
  }
}

async function write(writer: number): Promise<never> {
  // One key in eight is longer than LMDB's.
  const key = `/registry/kill/${writer}${writer % 8 === 0 ? 'x'.repeat(2500) : ''}`;
  const name = String(writer);
  let revision = (await store.get(key))?.revision ?? 0;
  for (let count = 1; ; count++) {
    const sequence = Number(round) * 1_000_000 + count;
    if (count % 7 === 0 && revision !== 0) {
      say(`sent ${name} 0`);
      const removed = await store.delete(key, revision);
      say(`done ${name} 0 ${removed}`);
      revision = 0;
    } else {
      say(`sent ${name} ${sequence}`);
      const value = Buffer.alloc(200 + ((writer * 61) % 4000), '.');
      value.write(`${sequence} `);
      revision = await store.put(key, value, revision);
      say(`done ${name} ${sequence} ${revision}`);
    }
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
