/**
 * Hostile input from a seed: requests that are almost right, wrong in one or two places, with what is known to break servers. The same seed makes
 * the same requests, so that a failure can be repeated.
 */
import { encodeUntyped } from '../../src/codec/json/untyped.ts';
import { setKey } from '../../src/machinery/object.ts';

export interface HostileRequest {
  readonly method: string;
  readonly target: string;
  /** Lower-case names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
}

/** A small, fast generator with a seed (mulberry32): numbers from 0 to below 1. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const METHODS = ['GET', 'GET', 'GET', 'POST', 'POST', 'PUT', 'PATCH', 'PATCH', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'get', '\u00e9'];
const RESOURCES = [
  'api/v1/namespaces/default/configmaps',
  'api/v1/namespaces/default/secrets',
  'api/v1/namespaces/default/pods',
  'api/v1/namespaces/default/services',
  'api/v1/namespaces/default/events',
  'api/v1/namespaces',
  'api/v1/nodes',
  'apis/apps/v1/namespaces/default/deployments',
  'apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers',
  'apis/batch/v1/namespaces/default/cronjobs',
  'apis/networking.k8s.io/v1/namespaces/default/ingresses',
  'apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  'apis/rbac.authorization.k8s.io/v1/clusterroles',
  'apis/events.k8s.io/v1/namespaces/default/events',
];
const OTHER_PATHS = [
  '',
  'api',
  'apis',
  'apis/apps',
  'version',
  'openapi/v2',
  'openapi/v3',
  'openapi/v3/api/v1',
  'healthz',
  'readyz',
  'metrics',
  'logs',
  'proxy',
];
const SEGMENTS = [
  '__proto__',
  'constructor',
  'toString',
  '..',
  '.',
  '%2e%2e',
  '%00',
  '%',
  '%zz',
  '%ff%fe',
  'a%2fb',
  '',
  ';',
  '*',
  '\u{1f600}',
  'a'.repeat(5000),
];
const SUBRESOURCES = ['status', 'scale', 'log', 'binding', 'eviction', 'finalize', 'token', 'proxy', 'exec', 'ephemeralcontainers', '__proto__'];
const STRINGS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'null',
  'true',
  '0',
  '-1',
  '1e400',
  'NaN',
  '9223372036854775808',
  '18446744073709551616',
  '\u0000',
  '\ud800',
  '\u{10ffff}',
  '../../etc/passwd',
  '$(7*7)',
  '%s%n%d',
  '(a+)+$',
  'a'.repeat(300),
  '\r\nX-Evil: 1',
  '1'.repeat(400),
  '2026-01-01T00:00:00Z',
  '99999-99-99T99:99:99Z',
];
const PARAMETERS = [
  'limit',
  'continue',
  'labelSelector',
  'fieldSelector',
  'resourceVersion',
  'resourceVersionMatch',
  'timeoutSeconds',
  'timeout',
  'sendInitialEvents',
  'allowWatchBookmarks',
  'dryRun',
  'fieldManager',
  'fieldValidation',
  'force',
  'propagationPolicy',
  'gracePeriodSeconds',
  'orphanDependents',
  'pretty',
  'verbose',
  'exclude',
  'includeObject',
  '__proto__',
];
const SELECTORS = [
  'a in (b,c',
  'a notin ()',
  '!',
  '!!a',
  'a==b==c',
  'a=b,'.repeat(2000),
  `${'('.repeat(5000)}`,
  '__proto__=x',
  '!__proto__',
  'metadata.name=__proto__',
  'metadata.name\\=x',
  'spec.nodeName=,status.phase!=',
  'x gt 1e9',
  'x>99999999999999999999',
  ',,,,',
];
const TOKENS = [
  'e30',
  '!!!!',
  'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoiLi4vLi4ifQ',
  'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6OTk5OTk5OTk5LCJzdGFydCI6ImEvYiJ9',
  'bnVsbA',
  'W10',
];
const MEDIA = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/cbor',
  'text/plain',
  ';;;=',
  '*/*',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/json',
  `application/json;${'a=b;'.repeat(500)}`,
];
const FIELDS = [
  'metadata',
  'spec',
  'status',
  'data',
  'binaryData',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'managedFields',
  'name',
  'generateName',
  'namespace',
  'resourceVersion',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'containers',
  'template',
  'selector',
  'matchLabels',
  'resources',
  'limits',
  'cpu',
  'ports',
  'port',
  'targetPort',
  'replicas',
  'schedule',
  'rules',
  'versions',
  'schema',
  'openAPIV3Schema',
  'properties',
  '$patch',
  '$retainKeys',
  '$setElementOrder/containers',
  '$deleteFromPrimitiveList/finalizers',
  '__proto__',
  'constructor',
  'fieldsV1',
  'f:metadata',
  'kind',
  'apiVersion',
];
const KINDS = [
  'ConfigMap',
  'Secret',
  'Pod',
  'Service',
  'Namespace',
  'Deployment',
  'HorizontalPodAutoscaler',
  'CronJob',
  'CustomResourceDefinition',
  'Event',
  'Status',
  'List',
  '__proto__',
];
const RAW_BODIES = [
  '',
  '{',
  '[',
  'null',
  '{}',
  '[[[[',
  '{"a":1}{"b":2}',
  `${'['.repeat(20_000)}`,
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  `{"metadata":{"name":"x"},"data":${'{"__proto__":'.repeat(500)}1${'}'.repeat(500)}}`,
  `{"metadata":{"generation":${'9'.repeat(5000)}}}`,
  '{"metadata":{"generation":1e999999999}}',
  '{"metadata":{"name":"\\ud800\\udc"}}',
  'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n',
  'a: &a\n  b: *a\n',
  '%YAML 9.9\n---\n!!python/object:os.system {}\n',
  '? {a: b}\n: c\n',
  `${'- '.repeat(5000)}x`,
  `${'  '.repeat(1000)}a: b`,
  '<<: *missing',
  'k8s\0\n\u0002\b\u0001',
  'k8s\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff',
  'k8s\0\x0a\x0f\x0a\x02v1\x12\x09ConfigMap\x12\xff\xff\xff\xff\x0f',
  `k8s\0${'\x0b'.repeat(10_000)}`,
  '[{"op":"add","path":"/__proto__/polluted","value":1},{"op":"add","path":"/constructor/prototype/polluted","value":1}]',
  '[{"op":"copy","from":"","path":"/data"},{"op":"copy","from":"","path":"/data/x"}]',
  `[${'{"op":"copy","from":"/metadata","path":"/metadata/annotations"},'.repeat(5000)}{}]`,
  '[{"op":"move","from":"/metadata","path":"/metadata/labels/x"}]',
  '[{"op":"test","path":"/~2","value":{}},{"op":"replace","path":"metadata"},{"op":null}]',
  '{"$patch":"delete"}',
  '{"$patch":"replace","metadata":{"$patch":"merge"},"spec":null}',
  '{"metadata":{"finalizers":[{"$patch":"delete"}],"$deleteFromPrimitiveList/finalizers":"x"}}',
  '{"spec":{"containers":[null,1,{"$patch":"delete"},{"name":{}},{"name":"__proto__","$patch":"frob"}]}}',
];

/** An endless supply of hostile requests. */
export class HostileInput {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  next(): HostileRequest {
    const method = this.pick(METHODS);
    const writes = ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method);
    return {
      method,
      target: this.#target(writes),
      headers: this.#headers(writes),
      body: writes && this.#chance(0.95) ? this.#body() : new Uint8Array(0),
    };
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)] as T;
  }

  #chance(of: number): boolean {
    return this.#random() < of;
  }

  #target(writes: boolean): string {
    const parts = [this.#chance(0.85) ? this.pick(RESOURCES) : this.pick(OTHER_PATHS)];
    if (this.#chance(writes ? 0.6 : 0.5))
      parts.push(this.#chance(0.7) ? this.pick(['victim', 'kubernetes', 'default', 'other']) : this.pick(SEGMENTS));
    if (this.#chance(0.2)) parts.push(this.pick(SUBRESOURCES));
    if (this.#chance(0.05)) parts.push(this.pick(SEGMENTS));
    const path = `/${parts.join('/')}`;
    const query = this.#query();
    return query === '' ? path : `${path}?${query}`;
  }

  #query(): string {
    const pairs: string[] = [];
    while (this.#chance(0.45)) pairs.push(this.#parameter());
    // A watch that goes on would hold its place; this one ends by itself.
    if (this.#chance(0.02)) pairs.push('watch=1&timeoutSeconds=1');
    return pairs.join(this.pick(['&', '&', '&', ';', '&&']));
  }

  #parameter(): string {
    const name = this.pick(PARAMETERS);
    const value =
      name.endsWith('Selector') && this.#chance(0.8)
        ? this.pick(SELECTORS)
        : name === 'continue' && this.#chance(0.8)
          ? this.pick(TOKENS)
          : this.pick(STRINGS);
    return this.#chance(0.1) ? `${name}=%${value.replaceAll(/[^\x21-\x7e]/g, '')}` : `${name}=${encodeURIComponent(value.toWellFormed())}`;
  }

  #headers(writes: boolean): string[] {
    const headers: string[] = [];
    if (this.#chance(0.6)) headers.push('accept', this.pick(MEDIA));
    if (writes && this.#chance(0.95)) headers.push('content-type', this.#chance(0.9) ? this.pick(MEDIA.slice(0, 7)) : this.pick(MEDIA));
    const rest = [
      'accept-encoding',
      'impersonate-user',
      'impersonate-extra-__proto__',
      'impersonate-group',
      'authorization',
      'audit-id',
      'if-none-match',
      'content-encoding',
      '__proto__',
    ];
    while (this.#chance(0.15)) headers.push(this.pick(rest), this.pick(STRINGS).replaceAll(/[^\x20-\x7e]/g, '?'));
    return headers;
  }

  #body(): Uint8Array {
    if (this.#chance(0.3)) return Buffer.from(this.pick(RAW_BODIES), 'latin1');
    const object = this.#object();
    const bytes = Buffer.from(encodeUntyped(object));
    while (this.#chance(0.15)) this.#damage(bytes);
    return this.#chance(0.05) ? bytes.subarray(0, Math.floor(this.#random() * bytes.length)) : bytes;
  }

  #damage(bytes: Buffer): void {
    if (bytes.length > 0) bytes[Math.floor(this.#random() * bytes.length)] = Math.floor(this.#random() * 256);
  }

  /** Something shaped like an object of the API. */
  #object(): unknown {
    const object = {};
    if (this.#chance(0.5)) setKey(object, 'kind', this.pick(KINDS));
    if (this.#chance(0.5)) setKey(object, 'apiVersion', this.pick(['v1', 'apps/v1', 'a/b/c', '__proto__/v1', '']));
    if (this.#chance(0.8)) setKey(object, 'metadata', this.#metadata());
    for (const field of ['spec', 'data', 'status', 'rules']) if (this.#chance(0.4)) setKey(object, field, this.#value(0));
    return object;
  }

  #metadata(): unknown {
    const metadata = {};
    setKey(metadata, 'name', this.#chance(0.7) ? this.pick(['victim', 'other', 'kubernetes']) : this.pick(STRINGS).toWellFormed());
    while (this.#chance(0.5)) setKey(metadata, this.pick(FIELDS.slice(5, 17)), this.#value(2));
    return metadata;
  }

  #value(depth: number): unknown {
    const kind = this.#random();
    if (depth > 5 || kind < 0.35) return this.#scalar();
    if (kind < 0.55) return Array.from({ length: Math.floor(this.#random() * 4) }, () => this.#value(depth + 1));
    const map = {};
    while (this.#chance(0.65)) setKey(map, this.#chance(0.85) ? this.pick(FIELDS) : this.pick(STRINGS).toWellFormed(), this.#value(depth + 1));
    return map;
  }

  #scalar(): unknown {
    return this.#chance(0.4)
      ? this.pick(STRINGS).toWellFormed()
      : this.pick([null, true, false, 0, -0, -1, 1.5, 2.0, 1e21, 5e-324, 2147483648, -9007199254740991, 9223372036854775807n, -9223372036854775808n]);
  }
}
