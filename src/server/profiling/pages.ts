/** /debug/pprof/ (--profiling): profiles of this process, where and as Go's net/http/pprof has them, as far as there is something to measure here. */
import type { Clock } from '../../base/clock.ts';
import { respondText, respondVerbatim } from '../../endpoints/responses/respond.ts';
import type { PathHandler, PathTable } from '../../endpoints/routing/paths.ts';
import { respondNotFound } from '../../endpoints/routing/router.ts';
import type { RequestContext } from '../../request/context.ts';
import { encodeProfile, type StackProfile } from './stack-profile.ts';

const ROOT = '/debug/pprof';
const HTML_TYPE = 'text/html; charset=utf-8';
const NOSNIFF = ['x-content-type-options', 'nosniff'];
/** Of Go's answers that are no profile. */
const ERROR = [...NOSNIFF, 'x-go-pprof', '1'];
/** A thousand samples a second are kept until the end, and then turned into a profile at once. */
const MAX_SECONDS = 600;

interface Kind {
  readonly name: string;
  readonly about: string;
  readonly seconds: number;
  /** Of profiler.ts. */
  readonly measure: 'cpuProfile' | 'heapProfile';
}

const KINDS: readonly Kind[] = [
  { name: 'heap', about: 'What is allocated for ?seconds= (5) and still there at their end.', seconds: 5, measure: 'heapProfile' },
  { name: 'profile', about: 'Where the processor time of ?seconds= (30) goes.', seconds: 30, measure: 'cpuProfile' },
];

/** @param socketOnly they are there for Unix sockets alone (--profiling=false with a --debug-socket-path) */
export function installProfiles(paths: PathTable, clock: Clock, socketOnly = false): void {
  const unlisted = { unlisted: true };
  const guarded =
    (handler: PathHandler): PathHandler =>
    (context) =>
      socketOnly && context.request.transport !== 'unix' ? respondNotFound(context) : handler(context);
  const redirect: PathHandler = (context) => respondText(context, 302, `<a href="${ROOT}/">Found</a>.\n\n`, HTML_TYPE, ['location', `${ROOT}/`]);
  paths.exact(ROOT, guarded(redirect), unlisted);
  paths.exact(
    `${ROOT}/`,
    guarded((context) => respondText(context, 200, INDEX, HTML_TYPE, NOSNIFF)),
    unlisted,
  );
  for (const kind of KINDS)
    paths.exact(
      `${ROOT}/${kind.name}`,
      guarded((context) => answer(context, kind, clock)),
      unlisted,
    );
  paths.prefix(
    `${ROOT}/`,
    guarded((context) => respondText(context, 404, 'Unknown profile\n', undefined, ERROR)),
    unlisted,
  );
}

const INDEX = `<html><head><title>${ROOT}/</title></head><body>${ROOT}/<br>
<p>Profiles for go tool pprof.</p>
<ul>${KINDS.map(({ name, about }) => `<li><a href="${name}">${name}</a>: ${about}</li>`).join('\n')}</ul></body></html>
`;

async function answer(context: RequestContext, { name, seconds, measure }: Kind, clock: Clock): Promise<void> {
  const asked = Number.parseInt(context.info.query.get('seconds') ?? '', 10);
  if (asked > MAX_SECONDS) return respondText(context, 400, "profile duration exceeds server's WriteTimeout\n", undefined, ERROR);
  // The inspector is loaded when somebody needs it.
  const profiler = await import('./profiler.ts');
  let profile: StackProfile;
  try {
    profile = await profiler[measure]({ clock, seconds: asked > 0 ? asked : seconds, signal: context.signal });
  } catch (error) {
    if (!(error instanceof profiler.ProfilerBusy)) throw error;
    return respondText(context, 500, `Could not enable CPU profiling: ${error.message}\n`, undefined, ERROR);
  }
  const headers = ['content-disposition', `attachment; filename="${name}"`, ...NOSNIFF];
  return respondVerbatim(context, 200, 'application/octet-stream', [await encodeProfile(profile)], headers);
}
