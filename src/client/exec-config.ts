/**
 * What a kubeconfig says about a program that is asked for credentials (`users[].user.exec`, KEP-541), read and checked with client-go's words
 * (k8s.io/client-go/tools/clientcmd). A command with a slash in it is a file, named relative to the kubeconfig; any other is looked for in PATH.
 */
import path from 'node:path';
import { getKey } from '../machinery/object.ts';
import type { ExecConfig } from './rest-config.ts';

type Fields = { readonly [key: string]: unknown };

/** The only name of an extension that such programs are told about. */
const EXTENSION = 'client.authentication.k8s.io/exec';
export const EXEC_GROUP = 'client.authentication.k8s.io';
const MODES: readonly string[] = ['Never', 'IfAvailable', 'Always'];

/** @param name of the user. @returns what is wrong with it */
export function execProblems(exec: Fields, name: string): string[] {
  const problems: string[] = [];
  const { command, apiVersion, interactiveMode } = fieldsOf(exec);
  if (command === '') problems.push(`command must be specified for ${name} to use exec authentication plugin`);
  if (apiVersion === '') problems.push(`apiVersion must be specified for ${name} to use exec authentication plugin`);
  for (const each of listOf(getKey(exec, 'env')))
    if (textOf(each, 'name') === '') problems.push(`env variable name must be specified for ${name} to use exec authentication plugin`);
  if (interactiveMode === '') problems.push(`interactiveMode must be specified for ${name} to use exec authentication plugin`);
  else if (!MODES.includes(interactiveMode)) problems.push(`invalid interactiveMode for ${name}: ${JSON.stringify(interactiveMode)}`);
  return problems;
}

/** @param cluster what the program may be told about the other side. @param baseDir where relative file names start */
export function execConfigOf(exec: Fields, cluster: Fields, baseDir: string): ExecConfig {
  const { command, apiVersion, interactiveMode } = fieldsOf(exec);
  const args = getKey(exec, 'args');
  const extension = listOf(getKey(cluster, 'extensions')).find((each) => textOf(each, 'name') === EXTENSION);
  return {
    command: command.includes('/') ? path.resolve(baseDir, command) : command,
    args: Array.isArray(args) ? args.filter((each): each is string => typeof each === 'string') : [],
    env: listOf(getKey(exec, 'env')).map((each) => [textOf(each, 'name'), textOf(each, 'value')] as const),
    apiVersion,
    installHint: textOf(exec, 'installHint'),
    provideClusterInfo: getKey(exec, 'provideClusterInfo') === true,
    clusterExtension: extension === undefined ? undefined : getKey(extension, 'extension'),
    interactiveMode,
  };
}

/** The first version of the format had no word for the mode. */
function fieldsOf(exec: Fields): { readonly command: string; readonly apiVersion: string; readonly interactiveMode: string } {
  const apiVersion = textOf(exec, 'apiVersion');
  const given = textOf(exec, 'interactiveMode');
  return {
    command: textOf(exec, 'command'),
    apiVersion,
    interactiveMode: given === '' && apiVersion === `${EXEC_GROUP}/v1beta1` ? 'IfAvailable' : given,
  };
}

function textOf(part: Fields, name: string): string {
  const value = getKey(part, name);
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter((each): each is Fields => typeof each === 'object' && each !== null && !Array.isArray(each)) : [];
}
