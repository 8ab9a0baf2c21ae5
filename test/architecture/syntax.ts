/** Walks over what the parser made of a source file. */
export type SyntaxNode = { readonly [key: string]: unknown };

/** Every node, those above before those below. */
export function visit(node: unknown, look: (node: SyntaxNode) => void): void {
  if (Array.isArray(node)) for (const each of node) visit(each, look);
  else if (typeof node === 'object' && node !== null) {
    const syntax = node as SyntaxNode;
    if (typeof syntax.type === 'string') look(syntax);
    for (const value of Object.values(syntax)) visit(value, look);
  }
}
