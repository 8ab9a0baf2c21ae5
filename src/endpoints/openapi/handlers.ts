/**
 * OpenAPI over HTTP: `/openapi/v2`, the index `/openapi/v3` and its documents. Documents are made at the first request after the served resources
 * changed, in slices, and kept as bytes; a v3 document of a group version that did not change survives.
 *
 * Hashes and ETags are over the JSON, whatever is sent. The rules of refusal and redirection are kube-openapi's.
 */
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Clock } from '../../base/clock.ts';
import { nextTurn } from '../../base/event-loop.ts';
import { JSON_TYPE } from '../../machinery/media.ts';
import type { RequestContext } from '../../request/context.ts';
import { parseAccept } from '../responses/accept.ts';
import { respondVerbatim } from '../responses/respond.ts';
import type { ResourceTable, ServedResources } from '../routing/resources.ts';
import { type OpenApiInfo, type OpenApiPart, openApiParts, v2Options, v3Options } from './build.ts';
import { type DocumentOptions, documentSteps } from './document.ts';
import { jsonSteps } from './encode.ts';
import { protobufSteps } from './protobuf.ts';
import { serveContent } from './serve-content.ts';

export interface OpenApiDependencies {
  readonly table: ResourceTable;
  readonly clock: Clock;
  /** What stands in `info`: "Kubernetes" and the version's major and minor. */
  readonly info: OpenApiInfo;
}

export interface OpenApi {
  /** `/openapi/v2` */
  v2(context: RequestContext): Promise<void>;
  /** `/openapi/v3` */
  v3Index(context: RequestContext): Promise<void>;
  /** Everything below `/openapi/v3/`. */
  v3(context: RequestContext): Promise<void>;
  /** Makes all documents ahead of time, in slices. */
  prepare(): Promise<void>;
  close(): void;
}

/** How long a slice of document making may hold the loop, in milliseconds. */
const SLICE_MS = 4;
const ONE_YEAR_MS = 365 * 24 * 3600 * 1000;
const compress = promisify(gzip);

export function makeOpenApi({ table, clock, info }: OpenApiDependencies): OpenApi {
  let published = new Published(table.snapshot(), info, clock.now(), undefined);
  const unsubscribe = table.subscribe((snapshot) => {
    published = new Published(snapshot, info, clock.now(), published);
  });
  return {
    v2: (context) => answerV2(context, published),
    v3Index: (context) => answerIndex(context, published),
    v3: (context) => answerV3(context, published, clock),
    prepare: async () => {
      await published.v2();
      await published.index();
    },
    close: unsubscribe,
  };
}

async function answerV2(context: RequestContext, published: Published): Promise<void> {
  const form = chooseForm(context, 'v2');
  const vary = ['vary', 'Accept-Encoding', 'vary', 'Accept'];
  if (form === undefined) {
    await respondVerbatim(context, 406, '', [], vary);
    return;
  }
  const document = await published.v2();
  const zipped = acceptsGzip(context);
  const body = zipped ? await document.zipped(form) : await document.body(form);
  const content = { contentType: CONTENT_TYPES.v2[form], etag: document.etag, modifiedAt: published.modifiedAt, body };
  await serveContent(context, content, zipped ? [...vary, 'content-encoding', 'gzip'] : vary);
}

async function answerIndex(context: RequestContext, published: Published): Promise<void> {
  const body = await published.index();
  await serveContent(context, { contentType: 'text/plain; charset=utf-8', etag: '', modifiedAt: published.modifiedAt, body });
}

async function answerV3(context: RequestContext, published: Published, clock: Clock): Promise<void> {
  const name = context.info.path.slice('/openapi/v3/'.length);
  const part = published.part(name);
  if (part === undefined) {
    await respondVerbatim(context, 404, '', []);
    return;
  }
  const form = chooseForm(context, 'v3');
  const vary = ['vary', 'Accept'];
  if (form === undefined) {
    await respondVerbatim(context, 406, '', [], vary);
    return;
  }
  const document = await published.v3(part);
  const contentType = CONTENT_TYPES.v3[form];
  const content = { contentType, etag: document.etag, modifiedAt: published.modifiedAt, body: await document.body(form) };
  const hash = context.info.query.get('hash') ?? '';
  if (hash === '') {
    await serveContent(context, content, vary);
  } else if (hash !== document.hash) {
    await respondVerbatim(context, 301, contentType, [], [...vary, 'etag', document.etag, 'location', relativeUrl(name, document.hash)]);
  } else {
    const expires = new Date(clock.now() + ONE_YEAR_MS).toUTCString();
    await serveContent(context, content, [...vary, 'cache-control', 'public, immutable', 'expires', expires]);
  }
}

function relativeUrl(name: string, hash: string): string {
  return `/openapi/v3/${name}?hash=${hash}`;
}

type Form = 'json' | 'protobuf';

const CONTENT_TYPES = {
  v2: { json: JSON_TYPE, protobuf: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf' },
  v3: { json: JSON_TYPE, protobuf: 'application/com.github.proto-openapi.spec.v3.v1.0+protobuf' },
} as const;

/** The first form that a clause of Accept allows; undefined: 406. The old spelling of the Protobuf type has an @ in it. */
function chooseForm(context: RequestContext, dialect: 'v2' | 'v3'): Form | undefined {
  const header = context.request.header('accept') ?? '';
  if (header === '') return 'json';
  const protobuf = `com.github.proto-openapi.spec.${dialect}`;
  for (const { type, subtype } of parseAccept(header)) {
    if (type !== 'application' && type !== '*') continue;
    if (subtype === 'json' || subtype === '*') return 'json';
    if (subtype === `${protobuf}.v1.0+protobuf` || subtype === `${protobuf}@v1.0+protobuf`) return 'protobuf';
  }
  return undefined;
}

/** Unlike for resources, `gzip;q=1` counts, and so does a small document. */
function acceptsGzip(context: RequestContext): boolean {
  const header = context.request.header('accept-encoding') ?? '';
  return header.split(',').some((each) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(each));
}

/** One document in all its forms; the forms besides JSON are made when they are asked for. */
class Document {
  readonly hash: string;
  readonly etag: string;
  readonly #json: Uint8Array;
  readonly #encode: () => Promise<Uint8Array>;
  #protobuf: Promise<Uint8Array> | undefined;
  readonly #zipped = new Map<Form, Promise<Uint8Array>>();

  constructor(json: Uint8Array, encode: () => Promise<Uint8Array>) {
    this.#json = json;
    this.#encode = encode;
    this.hash = createHash('sha512').update(json).digest('hex').toUpperCase();
    this.etag = `"${this.hash}"`;
  }

  async body(form: Form): Promise<Uint8Array> {
    if (form === 'json') return this.#json;
    this.#protobuf ??= this.#encode();
    return this.#protobuf;
  }

  async zipped(form: Form): Promise<Uint8Array> {
    const known = this.#zipped.get(form) ?? this.body(form).then((body) => compress(body));
    this.#zipped.set(form, known);
    return known;
  }
}

/** Everything that is published about one snapshot. */
class Published {
  readonly modifiedAt: number;
  readonly #served: ServedResources;
  readonly #info: OpenApiInfo;
  readonly #parts: readonly OpenApiPart[];
  readonly #v3 = new Map<string, Promise<Document>>();
  #v2: Promise<Document> | undefined;
  #index: Promise<Uint8Array> | undefined;

  /** @param before documents of parts that did not change are taken over */
  constructor(served: ServedResources, info: OpenApiInfo, now: number, before: Published | undefined) {
    this.#served = served;
    this.#info = info;
    this.modifiedAt = now;
    this.#parts = openApiParts(served);
    if (before !== undefined) for (const part of this.#parts) this.#inherit(part, before);
  }

  #inherit(part: OpenApiPart, before: Published): void {
    const known = before.#v3.get(part.name);
    const old = before.part(part.name);
    if (known === undefined || old === undefined || old.resources.length !== part.resources.length) return;
    if (part.resources.every((each, index) => each === old.resources[index])) this.#v3.set(part.name, known);
  }

  part(name: string): OpenApiPart | undefined {
    return this.#parts.find((each) => each.name === name);
  }

  v2(): Promise<Document> {
    this.#v2 ??= makeDocument(v2Options(this.#served, this.#info));
    return this.#v2;
  }

  v3(part: OpenApiPart): Promise<Document> {
    const known = this.#v3.get(part.name) ?? makeDocument(v3Options(this.#served, part, this.#info));
    this.#v3.set(part.name, known);
    return known;
  }

  index(): Promise<Uint8Array> {
    this.#index ??= this.#makeIndex();
    return this.#index;
  }

  async #makeIndex(): Promise<Uint8Array> {
    const paths: { [name: string]: { serverRelativeURL: string } } = {};
    for (const part of this.#parts) {
      paths[part.name] = { serverRelativeURL: relativeUrl(part.name, (await this.v3(part)).hash) };
      await nextTurn();
    }
    return Buffer.from(JSON.stringify({ paths }));
  }
}

async function makeDocument(options: DocumentOptions): Promise<Document> {
  const document = await inSlices(documentSteps(options));
  const pieces: Uint8Array[] = [];
  const steps = jsonSteps(document);
  await inSlices(
    (function* () {
      for (const piece of steps) {
        pieces.push(piece);
        yield;
      }
    })(),
  );
  // The document itself is many times larger than its bytes: it is made again for the rarer form.
  return new Document(Buffer.concat(pieces), async () => inSlices(protobufSteps(options.dialect, await inSlices(documentSteps(options)))));
}

async function inSlices<T>(steps: Generator<undefined, T>): Promise<T> {
  let sliceStarted = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - sliceStarted < SLICE_MS) continue;
    await nextTurn();
    sliceStarted = performance.now();
  }
}
