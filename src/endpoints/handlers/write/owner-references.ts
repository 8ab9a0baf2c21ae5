/** Owner references that say the same thing twice are stored once, and the client is warned. */
import type { ObjectMeta, OwnerReference } from '../../../machinery/object.ts';
import { addWarning, type RequestContext } from '../../../request/context.ts';

const TAIL =
  '; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ';

/** @param stage 'sent': as the client sent the object; 'admitted': mutating admission has run already, which the warning says */
export function dedupOwnerReferences(context: RequestContext, meta: ObjectMeta, stage: 'sent' | 'admitted'): void {
  const references = meta.ownerReferences;
  if (references === undefined || references.length < 2) return;
  const kept: OwnerReference[] = [];
  const duplicates: string[] = [];
  const known = new Set<string>();
  for (const each of references) {
    const text = JSON.stringify([each.uid, each.name, each.kind, each.apiVersion, each.controller, each.blockOwnerDeletion]);
    if (known.has(text)) duplicates.push(each.uid);
    else {
      known.add(text);
      kept.push(each);
    }
  }
  if (duplicates.length === 0) return;
  meta.ownerReferences = kept;
  addWarning(
    context,
    `.metadata.ownerReferences contains duplicate entries${stage === 'admitted' ? ' after mutating admission happens' : ''}${TAIL}${duplicates.join(', ')}`,
  );
}
