/**
 * A process that writes until it cannot, shows that it still reads, and waits until it can write again. Says `full`, then `recovered`, or what went
 * wrong.
 */
import { argv } from 'node:process';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { openEmbeddedStore } from '../../src/storage/embedded/embedded-store.ts';
import { StoreUnavailable } from '../../src/storage/errors.ts';

const store = await openEmbeddedStore({ folder: argv[2] ?? '', clock: systemClock, log: silentLogger });
const value = Buffer.alloc(3000, 'v');
const written: string[] = [];

async function fill(): Promise<StoreUnavailable> {
  for (let count = 0; ; count++) {
    try {
      await store.put(`/registry/${count}`, value, 0);
      written.push(`/registry/${count}`);
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        return error;
      }
      throw error;
    }
  }
}

const failure = await fill();
const { count, revision } = await store.list('/registry/');
const healthy = await store.check().then(
  () => true,
  () => false,
);
if (failure.outcomeUnknown || healthy || count !== written.length || revision !== written.length + 1 || written.length < 100) {
  console.log(`wrong: ${JSON.stringify({ unknown: failure.outcomeUnknown, healthy, count, revision, written: written.length })}`);
}
console.log('full');
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    await store.check();
    break;
  } catch {
    // Still full.
  }
}
await store.put('/registry/after', value, 0);
await store.close();
console.log('recovered');
