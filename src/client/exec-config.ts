/**
 * What a kubeconfig says about a program that is asked for credentials (`users[].user.exec`, KEP-541), read and checked with client-go's words
 * (k8s.io/client-go/tools/clientcmd). A command with a slash in it is a file, named relative to the kubeconfig; any other is looked for in PATH.
 */
import path from 'node:path';
import { isJsonObject, type JsonObject, stringAt, stringsAt } from '../machinery/loose-json.ts';
import { getKey } from '../machinery/object.ts';
import type { ExecConfig } from './rest-config.ts';

/** The only name of an extension that such programs are told about. */
const EXTENSION = 'client.authentication.k8s.io/exec';
export const EXEC_GROUP = 'client.authentication.k8s.io';
const MODES: readonly string[] = ['Never', 'IfAvailable', 'Always'];

/** @param name of the user. @returns what is wrong with it */
export function execProblems(exec: JsonObject, name: string): string[] {
  const problems: string[] = [];
  const { command, apiVersion, interactiveMode } = fieldsOf(exec);
  if (command === '') problems.push(`command must be specified for ${name} to use exec authentication plugin`);
  if (apiVersion === '') problems.push(`apiVersion must be specified for ${name} to use exec authentication plugin`);
  for (const each of listOf(getKey(exec, 'env')))
    if (stringAt(each, 'name') === '') problems.push(`env variable name must be specified for ${name} to use exec authentication plugin`);
  if (interactiveMode === '') problems.push(`interactiveMode must be specified for ${name} to use exec authentication plugin`);
  else if (!MODES.includes(interactiveMode)) problems.push(`invalid interactiveMode for ${name}: ${JSON.stringify(interactiveMode)}`);
  return problems;
}

/** @param cluster what the program may be told about the other side. @param baseDir where relative file names start */
export function execConfigOf(exec: JsonObject, cluster: JsonObject, baseDir: string): ExecConfig {
  const { command, apiVersion, interactiveMode } = fieldsOf(exec);
  const extension = listOf(getKey(cluster, 'extensions')).find((each) => stringAt(each, 'name') === EXTENSION);
  return {
    command: command.includes('/') ? path.resolve(baseDir, command) : command,
    args: stringsAt(exec, 'args'),
    env: listOf(getKey(exec, 'env')).map((each) => [stringAt(each, 'name'), stringAt(each, 'value')] as const),
    apiVersion,
    installHint: stringAt(exec, 'installHint'),
    provideClusterInfo: getKey(exec, 'provideClusterInfo') === true,
    clusterExtension: extension === undefined ? undefined : getKey(extension, 'extension'),
    interactiveMode,
  };
}

/** The first version of the format had no word for the mode. */
function fieldsOf(exec: JsonObject): { readonly command: string; readonly apiVersion: string; readonly interactiveMode: string } {
  const apiVersion = stringAt(exec, 'apiVersion');
  const given = stringAt(exec, 'interactiveMode');
  return {
    command: stringAt(exec, 'command'),
    apiVersion,
    interactiveMode: given === '' && apiVersion === `${EXEC_GROUP}/v1beta1` ? 'IfAvailable' : given,
  };
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
