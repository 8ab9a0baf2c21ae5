/** DeleteOptions of a request: its body when it has one, else its query. */
import { DeleteOptions as DeleteOptionsType } from '../../../apis/meta/v1/types.ts';
import { DecodeError } from '../../../codec/interface.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { parseApiVersion } from '../../../machinery/gvk.ts';
import { badRequest } from '../../../machinery/status.ts';
import type { RequestContext } from '../../../request/context.ts';
import { readBody } from './body.ts';
import { decodeFormat } from './formats.ts';
import { inputFormat } from './media.ts';
import { type DeleteOptions, type GivenDeleteOptions, readDeleteOptions, validDeleteOptions } from './options.ts';

const SCHEME = 'k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27';

/** @throws {ApiError} 400, 413, 415, 422 */
export async function deletionOptions(context: RequestContext): Promise<DeleteOptions> {
  const body = await readBody(context);
  return body.length === 0 ? readDeleteOptions(context.info.query) : validDeleteOptions(decodeOptions(context, body));
}

/** Any well-formed apiVersion passes, no other kind does; what is unknown is ignored. */
function decodeOptions(context: RequestContext, body: Uint8Array): GivenDeleteOptions {
  const format = inputFormat(context);
  try {
    const { object } = decodeFormat(format, body, DeleteOptionsType, 'ignore');
    checkKind(object.kind ?? '', object.apiVersion ?? '');
    return object as unknown as GivenDeleteOptions;
  } catch (error) {
    throw error instanceof DecodeError ? badRequest(error.message) : error;
  }
}

function checkKind(kind: string, apiVersion: string): void {
  if (parseApiVersion(apiVersion) === undefined) throw badRequest(`unexpected GroupVersion string: ${apiVersion}`);
  if (kind === '' || kind === 'DeleteOptions') return;
  throw badRequest(`no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion === '' ? 'v1' : apiVersion)} in scheme "${SCHEME}"`);
}
