/**
 * Pages for whoever runs the server: /statusz and /flagz (KEP-4827, KEP-4828).
 * Text by default; JSON or YAML only for clients that name group, version and kind.
 */
import type { Clock } from '../base/clock.ts';
import { DOCUMENT_ENCODINGS, encodeDocument } from '../endpoints/rendering/document.ts';
import { BUILT_IN_OFFERS, chooseMedia, type MediaOffer, notAcceptable } from '../endpoints/responses/accept.ts';
import { respondStatus, respondText, respondVerbatim } from '../endpoints/responses/respond.ts';
import type { PathHandler, PathTable } from '../endpoints/routing/paths.ts';
import { pathLabels } from '../endpoints/routing/route-labels.ts';
import { addWarning, type RequestContext } from '../request/context.ts';
import type { VersionInfo } from './version.ts';

export interface DebugPagesOptions {
  readonly clock: Clock;
  readonly startedAt: number;
  readonly version: VersionInfo;
  /** Every flag with its value as text. */
  readonly flags: ReadonlyMap<string, string>;
}

const GROUP = 'config.k8s.io';
const VERSIONS: ReadonlySet<string> = new Set(['v1beta1', 'v1alpha1']);
const ACCEPTED = ['application/json', 'application/yaml', 'text/plain'];
const TEXT_TYPE = 'text/plain; charset=utf-8';
const PATHS = ['/flagz', '/healthz', '/livez', '/metrics', '/readyz', '/statusz', '/version'];
const WARNING =
  'Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.';
const OFFERS: readonly MediaOffer[] = BUILT_IN_OFFERS.filter((each) => DOCUMENT_ENCODINGS.includes(each.encoding));

export function installDebugPages(paths: PathTable, options: DebugPagesOptions): void {
  paths.exact(
    '/statusz',
    page(
      'Statusz',
      () => statusText(options),
      () => statusFields(options),
    ),
    { countedAs: (context) => pathLabels(context, '', 'apiserver', 'statusz') },
  );
  paths.exact(
    '/flagz',
    page(
      'Flagz',
      () => flagsText(options),
      () => ({ flags: Object.fromEntries(sorted(options.flags)) }),
    ),
    { countedAs: (context) => pathLabels(context, '', 'apiserver', 'flagz') },
  );
}

function page(kind: string, text: () => string, fields: () => object): PathHandler {
  return async (context) => {
    const accept = context.request.header('accept') ?? '';
    const wanted = chooseMedia(
      accept,
      OFFERS,
      (conversion) => conversion !== undefined && conversion.group === GROUP && VERSIONS.has(conversion.version) && conversion.kind === kind,
    );
    if (wanted?.conversion !== undefined) return structured(context, kind, wanted.conversion.version, wanted.offer, fields());
    if (!takesText(accept)) return respondStatus(context, notAcceptable(ACCEPTED));
    return respondText(context, 200, text(), TEXT_TYPE);
  };
}

async function structured(context: RequestContext, kind: string, version: string, offer: MediaOffer, fields: object): Promise<void> {
  const document = { kind, apiVersion: `${GROUP}/${version}`, metadata: { name: 'apiserver' }, ...fields };
  if (version === 'v1alpha1') addWarning(context, `This version of the ${kind.toLowerCase()} endpoint is deprecated. Please use a newer version.`);
  await respondVerbatim(context, 200, `${offer.mediaType};g=${GROUP};v=${version};as=${kind}`, encodeDocument(document, offer.encoding));
}

function takesText(accept: string): boolean {
  if (accept === '') return true;
  return accept.split(',').some((clause) => {
    const type = (clause.split(';', 1)[0] ?? '').trim();
    return type === '*/*' || type === 'text/*' || type === 'text/plain';
  });
}

function sorted(flags: ReadonlyMap<string, string>): [string, string][] {
  return [...flags].sort(([a], [b]) => (a < b ? -1 : 1));
}

function flagsText({ flags }: DebugPagesOptions): string {
  const lines = sorted(flags).map(([name, value]) => `${name} ${value}\n`);
  return `\napiserver flagz\n${WARNING}\n${lines.join('')}`;
}

function statusText(options: DebugPagesOptions): string {
  const { version } = options;
  const seconds = uptime(options);
  const two = (value: number): string => String(value).padStart(2, '0');
  const lines = [
    `Started: ${goDate(options.startedAt)}`,
    `Up: ${Math.floor(seconds / 3600)} hr ${two(Math.floor(seconds / 60) % 60)} min ${two(seconds % 60)} sec`,
    `Go version: ${version.goVersion}`,
    `Binary version: ${version.gitVersion.replace(/^v/, '')}`,
    `Emulation version: ${version.emulationMajor}.${version.emulationMinor}`,
    `Paths: ${PATHS.join(' ')}`,
  ];
  return `\napiserver statusz\n${WARNING}\n\n${lines.join('\n')}\n`;
}

function statusFields(options: DebugPagesOptions): object {
  const { version } = options;
  return {
    startTime: new Date(options.startedAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    uptimeSeconds: uptime(options),
    goVersion: version.goVersion,
    binaryVersion: version.gitVersion.replace(/^v/, ''),
    emulationVersion: `${version.emulationMajor}.${version.emulationMinor}`,
    paths: PATHS,
  };
}

function uptime({ clock, startedAt }: DebugPagesOptions): number {
  return Math.max(0, Math.floor((clock.now() - startedAt) / 1000));
}

/** "Sat Nov 21 10:14:19 UTC 2026" (Go's time.UnixDate). */
function goDate(time: number): string {
  const [day, date, month, year, clock] = new Date(time).toUTCString().replace(',', '').split(' ') as [string, string, string, string, string];
  return `${day} ${month} ${String(Number(date)).padStart(2, ' ')} ${clock} UTC ${year}`;
}
