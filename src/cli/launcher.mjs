#!/usr/bin/env node
/**
 * The `coxswain` command. It is kept apart from the bundle and in plain old syntax, so that a Node that is too old gets one clear line instead of
 * a syntax error; then it switches on the compile cache (a start without it parses the whole bundle again) and hands over.
 */
import module from 'node:module';
import os from 'node:os';
import path from 'node:path';
import v8 from 'node:v8';

const OLDEST_NODE = 24;
const FLUSH_AFTER_MS = 2000;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(`coxswain needs Node ${OLDEST_NODE} or newer, this is ${process.versions.node}\n`);
  process.exit(1);
}

// While the young generation is still small, whatever belongs to requests under way survives, and V8 concludes that such objects are best made in the old one.
// There each keeps all that it refers to alive until the next full collection: without this, every other server copied three kilobytes more a request.
v8.setFlagsFromString('--no-allocation-site-pretenuring');
const cache = process.env.NODE_COMPILE_CACHE || cacheFolder();
if (cache !== undefined) module.enableCompileCache(cache);
const { main } = await import(new URL('../cli.mjs', import.meta.url).href);
// Node writes the cache when it ends in peace; a server that is killed would never have one.
setTimeout(() => module.flushCompileCache(), FLUSH_AFTER_MS).unref();
await main();

/** Undefined where the user has no home folder: the start is a little slower then. */
function cacheFolder() {
  let home = '';
  try {
    home = os.homedir();
  } catch {
    return undefined;
  }
  if (home === '') return undefined;
  const caches = process.platform === 'darwin' ? path.join(home, 'Library', 'Caches') : process.env.XDG_CACHE_HOME || path.join(home, '.cache');
  return path.join(caches, 'coxswain', 'compile');
}
