/**
 * The yardstick: what node:http2's core API and TLS allow on this machine. It answers every GET with bytes it was given; a POST is read, parsed,
 * put durably into LMDB and answered with its own body.
 *
 * Configured by one message of its parent, which it answers with its port.
 */
import http2, { type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { open } from 'lmdb';

export interface BareConfig {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
  /** The body of every answer to a GET, in base64. */
  readonly answer: string;
  /** Absent: POST is not answered. */
  readonly folder?: string;
}

process.on('message', (message: BareConfig | 'cpu') => {
  if (message === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send?.({ microseconds: user + system });
  } else {
    serve(message);
  }
});
process.on('disconnect', () => process.exit(0));

function serve(config: BareConfig): void {
  const answer = Buffer.from(config.answer, 'base64');
  const store = config.folder === undefined ? undefined : openStore(config.folder);
  const server = http2.createSecureServer({
    cert: config.certificate,
    key: config.key,
    ca: config.authority,
    requestCert: true,
    rejectUnauthorized: false,
    allowHTTP1: true,
    settings: { maxConcurrentStreams: 100 },
    // Node's default ends streams when a few long answers wait to be sent.
    maxSessionMemory: 4096,
  });
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => {});
    if (headers[':method'] !== 'POST' || store === undefined) return respond(stream, 200, answer);
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('end', () => {
      const body = Buffer.concat(pieces);
      const object = JSON.parse(body.toString()) as { metadata: { name: string } };
      store.put(object.metadata.name, body).then(
        () => respond(stream, 201, body),
        () => stream.close(),
      );
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
}

function respond(stream: ServerHttp2Stream, status: number, body: Buffer): void {
  // Raw header arrays are newer than the published types.
  stream.respond([':status', String(status), 'content-type', 'application/json'] as unknown as Record<string, string>);
  stream.end(body);
}

function openStore(folder: string): { put(key: string, value: Buffer): Promise<boolean> } {
  return open({ path: folder, encoding: 'binary', overlappingSync: false });
}
