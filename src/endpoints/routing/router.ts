/**
 * From a request to its handler. Which paths exist follows from what is installed right now (the ResourceTable's snapshot): a path that no verb
 * could ever be right for is 404, one that exists for other methods is 405.
 *
 * Two kinds of 404, as upstream: below `/api` and the served groups a Status, everywhere else the plain text of Go's http.NotFound.
 */
import { performance } from 'node:perf_hooks';
import { ApiError } from '../../machinery/status.ts';
import type { Subresource, Verb } from '../../registry/generic/declaration.ts';
import { addWarning, type RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import type { RequestInfo } from '../../request/request-info.ts';
import { RouteRefusal } from '../responses/accept.ts';
import { respondStatus, respondText } from '../responses/respond.ts';
import { respondAggregatedGroup } from './aggregated-groups.ts';
import { isLongRunning } from './long-running.ts';
import type { PathTable } from './paths.ts';
import { isRemembered } from './request-info.ts';
import type { RequestLabels, RequestMetrics } from './request-metrics.ts';
import type { InstalledResource, ResourceHandler, ResourceTable, ResourceTarget, ServedResources, VerbHandlers } from './resources.ts';
import { labelsOf } from './route-labels.ts';

export interface RouterOptions {
  readonly table: ResourceTable;
  readonly verbs: VerbHandlers;
  readonly paths: PathTable;
  readonly metrics: RequestMetrics;
}

interface FoundRoute {
  readonly kind: 'found';
  readonly handler: ResourceHandler;
  readonly target: ResourceTarget;
}

type Route = FoundRoute | { readonly kind: 'missing' } | { readonly kind: 'method' };

const MISSING: Route = { kind: 'missing' };
const METHOD: Route = { kind: 'method' };
/** What a request's method is called among a subresource's verbs. */
const METHOD_VERBS: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['GET', 'get'],
  ['POST', 'create'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
]);
const COLLECTION_VERBS: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['GET', 'list'],
  ['POST', 'create'],
  ['DELETE', 'deletecollection'],
]);
/** A virtual subresource with all of these passes every method on (proxy). */
const PASSES_ALL: readonly Verb[] = ['get', 'create', 'update', 'patch', 'delete'];
/** Whom the server's own loops act as. */
const OWN_NAME = 'system:apiserver';
const NOT_FOUND_TEXT = '404 page not found\n';

export function makeRouter(options: RouterOptions): (context: RequestContext) => Pending {
  // A reading of a target that is asked for again is the same object, and leads to the same place until the table changes.
  const known = new WeakMap<RequestInfo, KnownRoute>();
  return (context) => {
    const { info } = context;
    if (!info.isResourceRequest) return routePath(context, options);
    const snapshot = options.table.snapshot();
    const again = known.get(info);
    if (again?.snapshot === snapshot) return run(context, again.route, again.labels, options.metrics);
    if (info.apiPrefix === 'apis' && (info.group === '' || snapshot.group(info.group) === undefined))
      return respondAggregatedGroup(context, snapshot, info.group, info.version);
    const route = findRoute(context.request.method, info, snapshot, options.verbs);
    if (route.kind === 'missing') return respondStatus(context, missingError());
    if (route.kind === 'method') return respondStatus(context, methodError());
    const labels = labelsOf(context);
    if (isRemembered(context.request.method, info)) known.set(info, { snapshot, route, labels });
    return run(context, route, labels, options.metrics);
  };
}

interface KnownRoute {
  readonly snapshot: ServedResources;
  readonly route: FoundRoute;
  readonly labels: RequestLabels;
}

/** 404 in plain text. */
export function respondNotFound(context: RequestContext): Promise<void> {
  return respondText(context, 404, NOT_FOUND_TEXT, undefined, ['x-content-type-options', 'nosniff']);
}

/** The 404 of a path that names nothing below a served group. */
function missingError(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function methodError(): ApiError {
  return new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

function routePath(context: RequestContext, options: RouterOptions): Pending {
  const { path } = context.info;
  const route = options.paths.find(path);
  if (route !== undefined) {
    const labels = route.countedAs?.(context);
    return labels === undefined ? route.handler(context) : counted(new Counting(context, labels, options.metrics), route.handler, undefined);
  }
  // Go's router owns everything below these roots, and says so with a Status.
  const segments = path.split('/');
  const owned =
    segments[1] === 'api' ||
    segments[1] === 'version' ||
    (segments[1] === 'apis' && segments[2] !== undefined && options.table.snapshot().group(segments[2]) !== undefined && segments[2] !== '');
  return owned ? respondStatus(context, missingError()) : respondNotFound(context);
}

function findRoute(method: string, info: RequestInfo, snapshot: ServedResources, verbs: VerbHandlers): Route {
  const found = snapshot.version(info.group, info.version)?.find(info.resource);
  if (found === undefined || info.legacyPrefix === 'proxy') return MISSING;
  const { installed } = found;
  const { declaration } = installed;
  const { parts } = info;
  const subresourceName = parts[2] ?? '';
  const everywhere = declaration.namespaced && info.underNamespace !== true;
  if (info.underNamespace === true && !declaration.namespaced) return MISSING;
  if (everywhere && parts.length > 1) return MISSING;
  const target: ResourceTarget = {
    installed,
    group: info.group,
    version: found.version,
    subresource: undefined,
    subresourceName,
    namespace: declaration.namespaced ? info.namespace : '',
    name: parts[1] ?? '',
  };
  if (info.legacyPrefix === 'watch') return watchRoute(method, parts.length, target, verbs);
  if (parts.length === 1) return collectionRoute(method, info, everywhere, target, verbs);
  if (parts.length === 2) return itemRoute(method, target, verbs);
  return subresourceRoute(method, parts.length, target, verbs);
}

function watchRoute(method: string, length: number, target: ResourceTarget, verbs: VerbHandlers): Route {
  if (length > 2 || !target.installed.declaration.verbs.includes('watch')) return MISSING;
  return method === 'GET' ? found(verbs.watch, target) : METHOD;
}

function collectionRoute(method: string, info: RequestInfo, everywhere: boolean, target: ResourceTarget, verbs: VerbHandlers): Route {
  const declared = target.installed.declaration.verbs;
  const verb = COLLECTION_VERBS.get(method);
  if (everywhere) {
    if (!declared.includes('list')) return MISSING;
    return verb === 'list' ? listRoute(info, target, verbs) : METHOD;
  }
  if (!declared.includes('list') && !declared.includes('create') && !declared.includes('deletecollection')) return MISSING;
  if (verb === undefined || !declared.includes(verb)) return METHOD;
  if (verb === 'list') return listRoute(info, target, verbs);
  return found(ownHandler(target) ?? verbs[verb], target);
}

function listRoute(info: RequestInfo, target: ResourceTarget, verbs: VerbHandlers): Route {
  const own = ownHandler(target);
  if (own !== undefined) return found(own, target);
  if (info.verb !== 'watch') return found(verbs.list, target);
  return found(target.installed.declaration.verbs.includes('watch') ? verbs.watch : refuseWatch, target);
}

async function refuseWatch(context: RequestContext, target: ResourceTarget): Promise<void> {
  const { resource } = target.installed.declaration;
  const details = { ...(target.group === '' ? {} : { group: target.group }), kind: resource };
  const name = target.group === '' ? resource : `${resource}.${target.group}`;
  await respondStatus(context, new ApiError(405, 'MethodNotAllowed', `watch is not supported on resources of kind "${name}"`, details));
}

function itemRoute(method: string, target: ResourceTarget, verbs: VerbHandlers): Route {
  const declared = target.installed.declaration.verbs;
  const verb = METHOD_VERBS.get(method);
  const possible = declared.some((each) => each === 'get' || each === 'update' || each === 'patch' || each === 'delete');
  if (!possible) return MISSING;
  if (verb === undefined || verb === 'create' || !declared.includes(verb)) return METHOD;
  return found(ownHandler(target) ?? handlerOf(verbs, verb), target);
}

function subresourceRoute(method: string, length: number, target: ResourceTarget, verbs: VerbHandlers): Route {
  const { declaration, virtual } = target.installed;
  const name = target.subresourceName;
  const subresource: Subresource | undefined = Object.hasOwn(declaration.subresources, name) ? declaration.subresources[name] : undefined;
  if (subresource === undefined) return MISSING;
  const passesAll = subresource.kind === 'virtual' && PASSES_ALL.every((each) => subresource.verbs.includes(each));
  if (length > 3 && !passesAll) return MISSING;
  const verb = METHOD_VERBS.get(method);
  if (!(passesAll && (method === 'HEAD' || method === 'OPTIONS')) && (verb === undefined || !subresource.verbs.includes(verb))) return METHOD;
  const handler = subresource.kind === 'virtual' ? virtualHandler(virtual, name) : undefined;
  if (subresource.kind === 'virtual' && handler === undefined) return MISSING;
  const chosen = handler ?? handlerOf(verbs, verb as Verb);
  return { kind: 'found', handler: chosen, target: { ...target, subresource } };
}

function ownHandler(target: ResourceTarget): ResourceHandler | undefined {
  return virtualHandler(target.installed.virtual, '');
}

function virtualHandler(virtual: InstalledResource['virtual'], name: string): ResourceHandler | undefined {
  return Object.hasOwn(virtual, name) ? virtual[name] : undefined;
}

function handlerOf(verbs: VerbHandlers, verb: Verb): ResourceHandler {
  return verbs[verb];
}

function found(handler: ResourceHandler, target: ResourceTarget): Route {
  // A virtual resource that nobody answers yet.
  if (target.installed.store === undefined && ownHandler(target) === undefined) return MISSING;
  return { kind: 'found', handler, target };
}

function run(context: RequestContext, route: FoundRoute, labels: RequestLabels, metrics: RequestMetrics): Pending {
  const { deprecationWarning } = route.target.version;
  if (deprecationWarning !== undefined) {
    addWarning(context, deprecationWarning);
    metrics.deprecatedApi(labels.group, labels.version, labels.resource, labels.subresource, '');
  }
  const ended = isLongRunning(context.info) ? metrics.longRunning(labels) : undefined;
  return counted(new Counting(context, labels, metrics, ended), route.handler, route.target);
}

/** Counts what comes of a request. */
class Counting {
  readonly context: RequestContext;
  readonly #labels: RequestLabels;
  readonly #metrics: RequestMetrics;
  readonly #ended: (() => void) | undefined;
  readonly #started = performance.now();

  /** @param ended of a long-running request */
  constructor(context: RequestContext, labels: RequestLabels, metrics: RequestMetrics, ended?: () => void) {
    this.context = context;
    this.#labels = labels;
    this.#metrics = metrics;
    this.#ended = ended;
  }

  answered(code = this.context.sink.status ?? 200): undefined {
    this.#ended?.();
    const { sink, bodyBytes, user } = this.context;
    const { bytesWritten = 0 } = sink;
    if (bodyBytes !== undefined) this.#metrics.bodyRead(this.#labels, bodyBytes);
    if (user.name === OWN_NAME) this.#metrics.ownRequest(this.#labels);
    this.#metrics.answered(this.#labels, code, (performance.now() - this.#started) / 1000, bytesWritten);
  }

  /** Refusals of the route itself, as opposed to the handler's, are not counted. */
  failed(error: unknown): never {
    if (error instanceof RouteRefusal) this.#ended?.();
    else this.answered(error instanceof ApiError ? error.code : 500);
    throw error;
  }
}

function counted<Target>(counting: Counting, handler: (context: RequestContext, target: Target) => Pending, target: Target): Pending {
  let pending: Pending;
  try {
    pending = handler(counting.context, target);
  } catch (error) {
    return counting.failed(error);
  }
  if (pending === undefined) return counting.answered();
  return pending.then(
    () => counting.answered(),
    (error: unknown) => counting.failed(error),
  );
}
