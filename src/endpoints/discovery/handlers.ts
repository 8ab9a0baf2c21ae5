/**
 * Discovery over HTTP: `/api`, `/apis`, `/apis/GROUP` and the lists of each version, in the plain form and, on `/api` and `/apis`, in the
 * aggregated form with an ETag. Documents are made at the first request after the served resources changed and kept as bytes.
 *
 * Upstream's routes differ in what they refuse: `/api` and version lists go through its router (GET only, the route's reading of Accept), `/apis`
 * and groups answer any method; all of that is kept.
 */
import { createHash } from 'node:crypto';
import { APIGroupDiscoveryList } from '../../apis/apidiscovery/v2/types.ts';
import { APIGroup, APIGroupList, APIResourceList, APIVersions } from '../../apis/meta/v1/types.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { ApiError } from '../../machinery/status.ts';
import type { RequestContext } from '../../request/context.ts';
import { encodeDocument } from '../rendering/document.ts';
import type { Pieces } from '../rendering/interface.ts';
import { type Allows, asItIs, chooseMedia, type Encoding, notAcceptable, offersOf, requireProducible } from '../responses/accept.ts';
import { respondPieces, respondStatus, respondText } from '../responses/respond.ts';
import { respondAggregatedGroup } from '../routing/aggregated-groups.ts';
import type { ResourceTable, ServedResources } from '../routing/resources.ts';
import { aggregatedList, coreVersions, groupDocument, groupList, resourceList, type ServerAddress } from './documents.ts';

export interface DiscoveryDependencies {
  readonly table: ResourceTable;
  /** Which address a client should use; upstream publishes the advertised one for everybody. */
  readonly serverAddresses: (context: RequestContext) => readonly ServerAddress[];
}

export interface Discovery {
  /** Answers every path at or below `/api` and `/apis` that is no resource request, 404 and 405 included. */
  handle(context: RequestContext): Promise<void>;
  close(): void;
}

const AGGREGATED_PARAMETERS = ';g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

const isAggregated: Allows = (conversion) =>
  conversion !== undefined &&
  conversion.group === 'apidiscovery.k8s.io' &&
  conversion.version === 'v2' &&
  conversion.kind === 'APIGroupDiscoveryList';

export function makeDiscovery({ table, serverAddresses }: DiscoveryDependencies): Discovery {
  let documents = new Documents(table.snapshot());
  const unsubscribe = table.subscribe((snapshot) => {
    documents = new Documents(snapshot);
  });
  return {
    close: unsubscribe,
    async handle(context) {
      const [prefix, ...rest] = context.info.path
        .replace(/(?<!\/)\/+$/, '')
        .split('/')
        .slice(1);
      const slash = context.info.path.endsWith('/');
      if (prefix === 'api') {
        if (rest.length === 0) await answerCore(context, documents, serverAddresses(context));
        else await answerVersion(context, documents, '', rest);
      } else if (rest.length === 0) await answerGroups(context, documents, slash);
      else await answerGroup(context, documents, rest[0] as string, rest.slice(1));
    },
  };
}

async function answerCore(context: RequestContext, documents: Documents, addresses: readonly ServerAddress[]): Promise<void> {
  if (await refused(context)) return;
  if (await answeredAggregated(context, documents, 'core')) return;
  await answerPlain(context, (encoding) => encodeDocument(coreVersions(documents.served, addresses), encoding, APIVersions));
}

async function answerGroups(context: RequestContext, documents: Documents, slash: boolean): Promise<void> {
  if (!slash && (await answeredAggregated(context, documents, 'groups'))) return;
  await answerPlain(context, (encoding) => documents.get('/apis', encoding, APIGroupList, () => groupList(documents.served)));
}

async function answerGroup(context: RequestContext, documents: Documents, group: string, rest: readonly string[]): Promise<void> {
  const local = documents.served.group(group);
  const served = local ?? remoteGroup(documents.served, group);
  if (local === undefined && served !== undefined && rest.length > 0)
    await respondAggregatedGroup(context, documents.served, group, rest[0] as string);
  else if (served === undefined || group === '')
    await respondText(context, 404, '404 page not found\n', undefined, ['x-content-type-options', 'nosniff']);
  else if (rest.length > 0) await answerVersion(context, documents, group, rest);
  else await answerPlain(context, (encoding) => documents.get(`/apis/${group}`, encoding, APIGroup, () => groupDocument(served)));
}

async function answerVersion(context: RequestContext, documents: Documents, group: string, rest: readonly string[]): Promise<void> {
  const version = rest.length === 1 ? documents.served.version(group, rest[0] as string) : undefined;
  if (version === undefined) {
    await respondStatus(context, new ApiError(404, 'NotFound', 'the server could not find the requested resource', {}));
    return;
  }
  if (await refused(context)) return;
  await answerPlain(context, (encoding) =>
    documents.get(`${group}/${version.version}`, encoding, APIResourceList, () => resourceList(group, version)),
  );
}

function remoteGroup(served: ServedResources, group: string) {
  const versions = served.remote.get(group);
  return versions === undefined ? undefined : { group, versions: versions.map((version) => ({ version })) };
}

/** What upstream's router refuses before a handler runs. */
async function refused(context: RequestContext): Promise<boolean> {
  if (context.request.method !== 'GET') {
    const message = 'the server does not allow this method on the requested resource';
    await respondStatus(context, new ApiError(405, 'MethodNotAllowed', message, {}));
    return true;
  }
  requireProducible(context, offersOf(context).mediaTypes);
  return false;
}

async function answerPlain(context: RequestContext, make: (encoding: Encoding) => Pieces): Promise<void> {
  const { all, mediaTypes } = offersOf(context);
  const choice = chooseMedia(context.request.header('accept') ?? '', all, asItIs);
  if (choice === undefined) throw notAcceptable(mediaTypes);
  await respondPieces(context, 200, choice.offer.mediaType, make(choice.offer.encoding));
}

/** The aggregated form is taken whenever it is asked for at all, whatever else is asked for and preferred. */
async function answeredAggregated(context: RequestContext, documents: Documents, which: 'core' | 'groups'): Promise<boolean> {
  const accept = context.request.header('accept') ?? '';
  const choice = accept === '' ? undefined : chooseMedia(accept, offersOf(context).all, isAggregated);
  if (choice === undefined) return false;
  const { offer } = choice;
  const groups = documents.served.groups.filter((each) => (each.group === '') === (which === 'core'));
  const make = () => aggregatedList(groups);
  const etag = documents.etag(which, make);
  const headers = ['etag', etag, 'vary', 'Accept', 'cache-control', 'public'];
  const contentType = `${offer.mediaType}${AGGREGATED_PARAMETERS}`;
  if (context.request.header('if-none-match') === etag) await respondPieces(context, 304, '', [], headers);
  else await respondPieces(context, 200, contentType, documents.get(which, offer.encoding, APIGroupDiscoveryList, make), headers);
  return true;
}

/** The documents of one snapshot as bytes. */
class Documents {
  readonly served: ServedResources;
  readonly #bytes = new Map<string, Pieces>();
  readonly #etags = new Map<string, string>();

  constructor(served: ServedResources) {
    this.served = served;
  }

  get(name: string, encoding: Encoding, type: StructType, make: () => object): Pieces {
    const key = `${encoding} ${name}`;
    const known = this.#bytes.get(key);
    if (known !== undefined) return known;
    const bytes = encodeDocument(make(), encoding, type);
    this.#bytes.set(key, bytes);
    return bytes;
  }

  /** A hash of the document's JSON, whatever it is sent as. */
  etag(name: string, make: () => object): string {
    const known = this.#etags.get(name);
    if (known !== undefined) return known;
    const hash = createHash('sha512');
    for (const piece of this.get(name, 'json', APIGroupDiscoveryList, make)) hash.update(piece);
    const etag = `"${hash.digest('hex').toUpperCase()}"`;
    this.#etags.set(name, etag);
    return etag;
  }
}
