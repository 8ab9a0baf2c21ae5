/**
 * /logs (--enable-logs-handler): the log folder of the machine, as Go's http.ServeFile shows a folder: listings, files with Last-Modified, byte
 * ranges. A request for several ranges at once gets the whole file, as HTTP allows.
 *
 * Paths cannot climb out of the folder; links in it are followed, because whoever may write there may read it as well.
 */
import type { Stats } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { respondStatus, respondText } from '../endpoints/responses/respond.ts';
import { responseHead } from '../endpoints/responses/response-head.ts';
import type { PathTable } from '../endpoints/routing/paths.ts';
import { methodError, respondNotFound } from '../endpoints/routing/router.ts';
import type { RequestContext } from '../request/context.ts';

const ROOT = '/logs';
const NOSNIFF = ['x-content-type-options', 'nosniff'];
const HTML_TYPE = 'text/html; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const INDEX = 'index.html';
const PIECE_BYTES = 256 * 1024;
/** How much of a file shows what it is. */
const SNIFF_BYTES = 512;
/** Of the extensions that logs have; other files are looked into. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', HTML_TYPE],
  ['.htm', HTML_TYPE],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.xml', 'text/xml; charset=utf-8'],
  ['.txt', TEXT_TYPE],
  ['.gz', 'application/gzip'],
]);

export function installLogFiles(paths: PathTable, folder: string): void {
  const handler = (context: RequestContext): Promise<void> => answer(context, folder);
  paths.exact(ROOT, handler);
  paths.prefix(`${ROOT}/`, handler);
}

async function answer(context: RequestContext, folder: string): Promise<void> {
  const { info, request } = context;
  if (request.method !== 'GET') return respondStatus(context, methodError());
  const segments = info.path.slice(ROOT.length + 1).split('/');
  if (segments.includes('..')) return respondText(context, 400, 'invalid URL path\n', TEXT_TYPE, NOSNIFF);
  if (info.path.endsWith(`/${INDEX}`)) return redirect(context, './');
  const file = path.join(folder, ...segments);
  try {
    const found = await stat(file);
    if (found.isDirectory()) await answerFolder(context, file, found);
    else await answerFile(context, file);
  } catch (error) {
    await refuse(context, error);
  }
}

/** What cannot be read, in Go's words. */
function refuse(context: RequestContext, error: unknown): Promise<void> {
  if (context.sink.headSent || !(error instanceof Error) || !('code' in error)) throw error;
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ERR_INVALID_ARG_VALUE': // a NUL in the name
      return respondNotFound(context);
    case 'ENAMETOOLONG':
      return respondText(context, 404, 'file not found\n', TEXT_TYPE, NOSNIFF);
    case 'EACCES':
    case 'EPERM':
      return respondText(context, 403, '403 Forbidden\n', TEXT_TYPE, NOSNIFF);
    default:
      return respondText(context, 500, '500 Internal Server Error\n', TEXT_TYPE, NOSNIFF);
  }
}

function redirect(context: RequestContext, to: string): Promise<void> {
  const mark = context.request.target.indexOf('?');
  return respondText(context, 301, '', '', ['location', mark < 0 ? to : to + context.request.target.slice(mark)]);
}

async function answerFolder(context: RequestContext, folder: string, found: Stats): Promise<void> {
  const { path: asked } = context.info;
  if (!asked.endsWith('/')) return redirect(context, `${path.posix.basename(asked)}/`);
  const index = path.join(folder, INDEX);
  if ((await stat(index).catch(() => undefined))?.isFile() === true) return answerFile(context, index);
  if (unchangedSince(context, found)) return notModified(context, found);
  const names = (await readdir(folder, { withFileTypes: true })).map((each) => (each.isDirectory() ? `${each.name}/` : each.name)).sort();
  const lines = names.map((name) => `<a href="${escapeHtml(linkTo(name))}">${escapeHtml(name)}</a>\n`);
  const head = '<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n';
  await respondText(context, 200, `${head}${lines.join('')}</pre>\n`, HTML_TYPE, ['last-modified', found.mtime.toUTCString()]);
}

/** A name is a path of its own: nothing in it is a query or a scheme. */
function linkTo(name: string): string {
  const escaped = name.split('/').map(encodeURIComponent).join('/');
  return name.includes(':') ? `./${escaped}` : escaped;
}

function escapeHtml(text: string): string {
  const signs: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => signs[sign] as string);
}

async function answerFile(context: RequestContext, file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const found = await handle.stat();
    if (!found.isFile()) return await respondNotFound(context);
    if (unchangedSince(context, found)) return notModified(context, found);
    await sendFile(context, handle, found, TYPES.get(path.extname(file).toLowerCase()) ?? (await sniff(handle)));
  } finally {
    await handle.close();
  }
}

interface Range {
  readonly start: number;
  readonly length: number;
}

async function sendFile(context: RequestContext, handle: FileHandle, { size, mtime }: Stats, type: string): Promise<void> {
  const range = rangeOf(context.request.header('range') ?? '', size);
  if (range === 'invalid') {
    const extra = ['content-range', `bytes */${size}`, ...NOSNIFF];
    return respondText(context, 416, 'invalid range: failed to overlap\n', TEXT_TYPE, extra);
  }
  const { start, length } = range ?? { start: 0, length: size };
  const { sink } = context;
  sink.head(range === undefined ? 200 : 206, [
    ...responseHead(context, type, ['last-modified', mtime.toUTCString(), 'accept-ranges', 'bytes']),
    ...(range === undefined ? [] : ['content-range', `bytes ${start}-${start + length - 1}/${size}`]),
    'content-length',
    String(length),
  ]);
  let sent = 0;
  // A file that grows meanwhile is shown as long as it was; one that shrinks ends the answer abruptly, as its length has been told.
  while (sent < length && !sink.closed) {
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, length - sent));
    const { bytesRead } = await handle.read(piece, 0, piece.length, start + sent);
    if (bytesRead === 0) return sink.abort();
    sent += bytesRead;
    if (!sink.write(piece.subarray(0, bytesRead))) await sink.drained();
  }
  sink.end();
}

/** Undefined: the whole file. */
function rangeOf(header: string, size: number): Range | 'invalid' | undefined {
  const [, first = '', last = ''] = /^bytes= *(?:(\d+) *)?- *(?:(\d+) *)?$/.exec(header) ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'invalid' : { start: size - length, length };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start >= size || end < start ? 'invalid' : { start, length: end - start + 1 };
}

function unchangedSince({ request }: RequestContext, { mtimeMs }: Stats): boolean {
  const since = Date.parse(request.header('if-modified-since') ?? '');
  return Math.floor(mtimeMs / 1000) * 1000 <= since;
}

function notModified(context: RequestContext, { mtime }: Stats): void {
  context.sink.head(304, responseHead(context, '', ['last-modified', mtime.toUTCString()]));
  context.sink.end();
}

/** Text, or not: what Go's content sniffing comes down to for logs. */
async function sniff(handle: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
  const start = buffer.subarray(0, bytesRead);
  if (start[0] === 0x1f && start[1] === 0x8b) return 'application/x-gzip';
  return start.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte)) ? 'application/octet-stream' : TEXT_TYPE;
}

/** Tab, newline, form feed, carriage return, escape. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);
